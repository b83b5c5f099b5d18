import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'recycler.ts',
      find: `    this.#timer = null;
    const first`,
      replace: '    const first',
    },
  ],
  fails: ['a slot rests before its next owner, and every slot comes back'],
});
