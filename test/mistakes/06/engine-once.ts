import { mistake } from '../../../src/lab/mistakes.ts';

export default mistake({
  id: 'L06-B04',
  edits: [
    {
      file: 'train.ts',
      find: `    const engine = this.recvCycle(ENGINE_BYTES);
`,
      replace: `    let engine = this.#bytes.subarray(this.#begin, Math.min(this.#begin + ENGINE_BYTES, this.#end));
    if (engine.length === 0) {
      this.#makeRoom();
      this.#end += recv(this.#conn, this.#bytes.subarray(this.#end)) ?? 0;
      engine = this.#bytes.subarray(this.#begin, Math.min(this.#begin + ENGINE_BYTES, this.#end));
    }
    this.#begin += engine.length;
`,
    },
  ],
  fails: ['receives trains however the stream was cut'],
  also: [
    'client: keeps an empty file, and one that comes in small pieces',
    'client: keeps a file that has arrived whole',
    'sends files of every size exactly',
    'client: does not wait for anybody to read its standard output',
    'client: keeps the old file when the new one does not fit its checksum',
  ],
});
