import { mistake } from '#lesson';

export default mistake({
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
