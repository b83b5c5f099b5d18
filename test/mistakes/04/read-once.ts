import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'edge.ts',
      find: `    this.#unfinished.add(client);
  `,
      replace: `    void this.#unfinished;
  `,
    },
    { file: 'edge.ts', find: `reads < BUDGET`, replace: `reads < (BUDGET > 1 ? 1 : 0)` },
  ],
  fails: ['edge: reads all that one edge stands for'],
  also: [
    'edge: loses nothing of a client that reads late',
    'edge: survives clients that reset',
    'edge: answers the last request before the end',
    'edge: serves two clients in turn',
    'leaves nothing behind after any of the tests above',
  ],
});
