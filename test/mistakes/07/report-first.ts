import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B27',
  edits: [
    {
      file: 'worker.ts',
      find: `      close(conn);
    }
    reportFree(channel);
`,
      replace: `      reportFree(channel);
      close(conn);
    }
`,
    },
  ],
  fails: ['a worker serves files, closes the connection and is free'],
});
