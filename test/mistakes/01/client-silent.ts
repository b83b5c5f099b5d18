import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: "if (n === 0) throw new Error('the server closed the connection');",
      replace: 'if (n === 0) return;',
    },
  ],
  fails: ['client: fails when the server goes away'],
});
