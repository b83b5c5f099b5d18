import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `        worker.busy = true;
`,
      replace: ``,
    },
  ],
  fails: ['a third client waits while two workers are busy, and gets the one that is free first'],
  also: ['a busy worker dies: its client sees the end, the others get theirs'],
});
