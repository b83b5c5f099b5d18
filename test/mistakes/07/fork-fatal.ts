import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      if (!isSystemError(error) || !['fork', 'socketpair'].includes(error.syscall)) throw error;
      log(\`no new worker: \${error.message}\`);
`,
      replace: `      throw error;
`,
    },
  ],
  fails: ['no process is to be had: those who are left serve, and the pool is whole again later'],
});
