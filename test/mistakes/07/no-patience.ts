import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      setPatience(conn, patience * 1000);
`,
      replace: `      void patience;
`,
    },
    {
      file: 'worker.ts',
      find: `import { log, serveFiles, setPatience, TrainError }`,
      replace: `import { log, serveFiles, TrainError }`,
    },
  ],
  fails: ['a worker survives clients that reset, break the protocol or stay silent'],
});
