import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B26',
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
