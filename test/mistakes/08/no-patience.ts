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
      find: `import { log, serveFiles, setPatience }`,
      replace: `import { log, serveFiles }`,
    },
  ],
  fails: ['no client ends a thread'],
});
