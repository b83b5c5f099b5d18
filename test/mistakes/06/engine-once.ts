import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `    const engine = this.recvCycle(ENGINE_BYTES);
`,
      replace: `    if (this.#end === this.#begin) {
      this.#makeRoom();
      this.#end += recv(this.#conn, this.#bytes.subarray(this.#end)) ?? 0;
    }
    const engine = Math.min(this.#end - this.#begin, ENGINE_BYTES);
`,
    },
  ],
  fails: ['receives trains however the stream is cut'],
  also: [
    'client: keeps an empty file, and one that comes in small pieces',
    'client: keeps a file that has arrived whole',
    'sends files of every size exactly',
    'client: finishes although its standard output is never read',
    'client: keeps the old file when the new one does not fit its checksum',
  ],
});
