import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `      if (!isSystemError(error) || error.syscall !== 'fork') throw error;
`,
      replace: `      if (isSystemError(error)) throw error;
      if (!(error instanceof Error)) throw error;
`,
    },
  ],
  fails: ['fork fails: the other workers serve, and the missing one is made later'],
});
