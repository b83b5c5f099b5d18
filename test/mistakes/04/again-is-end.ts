import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B04',
  edits: [
    {
      file: 'edge.ts',
      find: `      if (n === null) return; // EPOLLIN`,
      replace: `      if (n === null) { this.#drop(client); return; } // EPOLLIN`,
    },
  ],
  fails: ['edge: serves two clients in turn'],
});
