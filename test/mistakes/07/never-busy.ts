import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `        worker.busy = true;
`,
      replace: ``,
    },
  ],
  fails: ['a third client waits while two workers are busy, and gets the first worker that is free'],
  also: ['a busy worker dies: its client sees the end, the other client gets its whole file'],
});
