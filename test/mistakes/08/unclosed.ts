import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B18',
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
