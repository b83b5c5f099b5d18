import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L01-B17',
  edits: [
    {
      file: 'client.ts',
      find: "if (n === 0) throw new Error('the server closed the connection');",
      replace: 'if (n === 0) return;',
    },
  ],
  fails: ['client: fails when the server goes away'],
});
