import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `import { type Fd, recv, retryOnEintr, write } from '#sys';
`,
      replace: `import { type Fd, recv, write } from '#sys';
`,
    },
    {
      file: 'train.ts',
      find: `retryOnEintr(() => write(conn, bytes.subarray(done), length - done))`,
      replace: `write(conn, bytes.subarray(done), length - done)`,
    },
    {
      file: 'train.ts',
      find: `retryOnEintr(() => recv(this.#conn, this.#bytes.subarray(this.#end)))`,
      replace: `recv(this.#conn, this.#bytes.subarray(this.#end))`,
    },
  ],
  fails: [
    'sends on after EINTR, and gives a peer up that takes nothing',
    'receives on after EINTR, and gives a peer up that says nothing',
  ],
});
