import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: 'const NO_BYTES = Buffer.alloc(0);',
      replace: `const NO_BYTES = Buffer.alloc(0);
const PART = Buffer.alloc(30_000);`,
    },
    {
      file: 'packet-reader.ts',
      find: 'this.#part = Buffer.allocUnsafe(length);',
      replace: 'this.#part = PART.subarray(0, length);',
    },
  ],
  fails: ['on connections: byte by byte, two in turn, three at once, and the end after a length that no packet has'],
});
