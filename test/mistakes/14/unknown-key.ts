import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: `    if (kind === undefined) throw new ConfigError(\`\${where}: there is no setting "\${key}"\`);
`,
      replace: `    if (kind === undefined) continue;
`,
    },
  ],
  fails: ['names file and line of what it refuses'],
});
