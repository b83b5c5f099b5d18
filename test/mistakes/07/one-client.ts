import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    }
    reportFree(channel);
`,
      replace: `    }
    reportFree(channel);
    return 0;
`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
  also: [
    'a worker survives clients that reset, break the protocol or stay silent',
    'passes one connection after the other, and sees the end of the channel',
  ],
});
