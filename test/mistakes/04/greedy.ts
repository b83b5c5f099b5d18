import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B20',
  edits: [
    {
      file: 'edge.ts',
      find: `    for (let reads = 0; reads < BUDGET; reads++) {
`,
      replace: `    for (let reads = 0; reads < Number.POSITIVE_INFINITY; reads += BUDGET) {
`,
    },
  ],
  fails: ['edge: a client with much to say does not keep the others waiting'],
});
