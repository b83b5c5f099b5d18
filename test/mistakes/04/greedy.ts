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
  fails: ['edge: serves other clients while a busy one keeps it reading'],
});
