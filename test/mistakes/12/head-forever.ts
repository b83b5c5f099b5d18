import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'deadlines.ts',
      find: `phase === 'sending' || requests !== this.#requests`,
      replace: `phase === 'sending' || requests !== this.#requests || phase === 'head'`,
    },
  ],
  fails: ['a head that does not come to its end is refused with 408, however often a byte of it comes'],
});
