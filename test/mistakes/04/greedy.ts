import { mistake } from '#lesson';

export default mistake({
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
