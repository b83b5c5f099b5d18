import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: `    if (Object.hasOwn(values, key)) throw new ConfigError(\`\${where}: "\${key}" is set twice\`);
`,
      replace: '',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
