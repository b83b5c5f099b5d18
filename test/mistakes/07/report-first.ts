import { mistake } from '#lesson';

export default mistake({
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
  fails: ['a worker closes each connection before it reports, and exits with status 0'],
});
