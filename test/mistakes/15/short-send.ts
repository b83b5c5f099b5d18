import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: '    else if (this.#sent === this.#output[0]?.length) this.#dropChunk();',
      replace: '    else this.#dropChunk();',
    },
  ],
  fails: ['proactor: a client that reads late gets all bytes in order, and memory stays bounded'],
});
