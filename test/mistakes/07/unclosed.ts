import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      close(conn);
`,
      replace: `      void conn;
`,
    },
    {
      file: 'worker.ts',
      find: `import { close, type Fd,`,
      replace: `import { type Fd,`,
    },
  ],
  fails: ['a worker serves files, closes the connection, then reports'],
});
