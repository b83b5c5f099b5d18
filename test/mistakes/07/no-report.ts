import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    }
    reportFree(channel);
`,
      replace: `    }
`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
});
