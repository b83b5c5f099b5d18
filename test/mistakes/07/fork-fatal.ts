import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `      if (!isSystemError(error) || !['fork', 'socketpair'].includes(error.syscall)) throw error;
      log(\`no new worker: \${error.message}\`);
`,
      replace: `      throw error;
`,
    },
  ],
  fails: ['fork fails: the other workers serve, and the missing worker is made later'],
});
