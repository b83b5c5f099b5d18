import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B20',
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
  fails: ['a worker serves files, closes the connection and is free'],
});
