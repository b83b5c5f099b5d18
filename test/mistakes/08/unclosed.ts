import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      close(conn);
`,
      replace: ``,
    },
    {
      file: 'worker.ts',
      find: `import { close, gettid }`,
      replace: `import { gettid }`,
    },
  ],
  fails: ['serves files, one client after the other'],
});
