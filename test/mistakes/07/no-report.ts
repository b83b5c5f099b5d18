import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B21',
  edits: [
    {
      file: 'worker.ts',
      find: `    reportFree(channel);
`,
      replace: ``,
    },
    {
      file: 'worker.ts',
      find: `import { recvFd, reportFree }`,
      replace: `import { recvFd }`,
    },
  ],
  fails: ['a worker serves files, closes the connection and is free'],
});
