import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `      this.error(\`the log stays as it is: \${error.message}\`);
`,
      replace: '',
    },
  ],
  fails: ['keeps the old log where the new one cannot be opened'],
});
