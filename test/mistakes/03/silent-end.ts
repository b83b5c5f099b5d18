import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `      if (n === 0 && inputEnded) return;
`,
      replace: `      if (n === 0) return;
`,
    },
  ],
  fails: ['client: fails when the server goes away'],
});
