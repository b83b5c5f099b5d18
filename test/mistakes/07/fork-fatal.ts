import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B31',
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
