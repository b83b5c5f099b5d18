import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'file-body.ts',
      find: 'const turn = Math.min(this.#size, this.#offset + TURN);',
      replace: 'const turn = this.#size;',
    },
  ],
  fails: ['a large file goes to a slow reader, byte for byte, and memory stays bounded'],
});
