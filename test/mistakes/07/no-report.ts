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
      find: `import { recvFd, reportFree }`,
      replace: `import { recvFd }`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
});
