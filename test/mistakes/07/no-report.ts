import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    reportFree(channel);
`,
      replace: ``,
    },
    {
      file: 'worker.ts',
      find: `import { isToldToExit, recvFd, reportFree }`,
      replace: `import { isToldToExit, recvFd }`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
});
