import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: `    if (equals < 0) throw new ConfigError(\`\${where}: "\${line}" is not of the form key = value\`);
`,
      replace: `    if (equals < 0) continue;
`,
    },
  ],
  fails: ['names file and line of what it refuses'],
});
