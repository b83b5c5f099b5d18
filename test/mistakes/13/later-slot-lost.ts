import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: `    const [next] = this.#resting;
    if (next !== undefined) this.#timer = this.#loop.runAfter(next.due - now, () => this.#recycle());
`,
      replace: '',
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
