import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: `    this.#resting.push({ slot, due: performance.now() + this.#rest });
    this.#timer ??= this.#loop.runAfter(this.#rest, () => this.#recycle());`,
      replace: `    this.#resting.push({ slot, due: performance.now() });
    this.#timer ??= this.#loop.runAfter(0, () => this.#recycle());`,
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
