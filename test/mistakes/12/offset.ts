import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'file-body.ts', find: `this.#fd, this.#offset, turn`, replace: `this.#fd, 0, turn` }],
  fails: ['a large file goes to a slow reader, byte for byte, and memory stays bounded'],
});
