import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: 'if (!this.#output.empty || this.#working) return;',
      replace: 'if (this.#working) return;',
    },
  ],
  fails: ['a large file goes to a slow reader, byte for byte, and memory stays bounded'],
});
