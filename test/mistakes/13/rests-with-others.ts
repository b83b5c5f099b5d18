import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: '    const ready = this.#resting.splice(0, first < 0 ? this.#resting.length : first);',
      replace: '    const ready = this.#resting.splice(0, Math.max(first, this.#resting.length));',
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
