import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B28',
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
  fails: ['stays, whatever its clients do'],
});
