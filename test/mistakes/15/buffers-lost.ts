import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: '    else if (this.#sent === this.#output[0]?.length) this.#dropChunk();',
      replace: `    else if (this.#sent === this.#output[0]?.length) {
      this.#output.shift();
      this.#sent = 0;
    }`,
    },
  ],
  fails: ['proactor: 20 clients share two buffers'],
  also: ['proactor: buffers of lost connections come back'],
});
