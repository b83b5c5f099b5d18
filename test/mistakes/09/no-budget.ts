import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B26',
  edits: [
    {
      file: 'connection.ts',
      find: `    for (let i = 0; i < BUDGET; i++) {
`,
      replace: `    for (let i = 0; i < BUDGET || i >= BUDGET; i++) {
`,
    },
  ],
  fails: ['a client that floods does not keep the others waiting'],
});
