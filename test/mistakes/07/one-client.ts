import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    reportFree(channel);
`,
      replace: `    reportFree(channel);
    return 0;
`,
    },
  ],
  fails: ['a worker serves files, closes the connection and is free'],
  also: ['stays, whatever its clients do', 'passes one connection after the other, and sees the end of the channel'],
});
