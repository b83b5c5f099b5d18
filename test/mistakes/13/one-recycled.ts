import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: `    const first = this.#resting.findIndex(({ due }) => due > now);
    const ready = this.#resting.splice(0, first < 0 ? this.#resting.length : first);`,
      replace: '    const ready = this.#resting.splice(0, 1);',
    },
    {
      file: 'recycler.ts',
      find: `    const [next] = this.#resting;
    if (next !== undefined) this.#timer`,
      replace: `    const [next] = this.#resting.filter(({ due }) => due > now);
    if (next !== undefined) this.#timer`,
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
