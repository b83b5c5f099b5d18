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
  fails: ['edge: reads all the bytes of one edge'],
  also: [
    'edge: serves other clients while a busy one keeps it reading',
    'edge: sends the rest after a short write',
    'edge: loses no bytes of a client that reads late',
    'edge: survives clients that reset',
    'edge: answers a request that came together with the end of the stream',
    'edge: serves two clients in turn',
    'leaves nothing behind after any of the tests above',
  ],
});
