import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: "if (!isSystemError(error) || error.syscall !== 'fork') throw error;",
      replace: 'if (!isSystemError(error)) throw error;',
    },
  ],
  fails: ['an error in a worker ends that worker, and nothing else'],
});
