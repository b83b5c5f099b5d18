import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'workers.ts',
      find: `    leaveSignalsToParent();
`,
      replace: ``,
    },
  ],
  fails: ['each worker holds its own end of its channel, and nothing else of the pool'],
});
