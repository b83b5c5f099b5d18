import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-pool.ts',
      find: `    this.#next = (this.#next + 1) % this.#queues.length;
`,
      replace: `    this.#next = (this.#next + 1) % this.#queues.length;
    close(fd);
`,
    },
    {
      file: 'loop-pool.ts',
      find: 'import { type Accepted, startThread,',
      replace: 'import { type Accepted, close, startThread,',
    },
  ],
  fails: ['round robin: a connection is in the list of one loop, and in that of no other'],
});
