import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: '    for (const { slot } of ready) this.#pool.recycle(slot);',
      replace: '    for (const { slot } of ready) if (slot < 0) this.#pool.recycle(slot);',
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
