import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B24',
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
