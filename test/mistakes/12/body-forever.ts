import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'deadlines.ts',
      find: `phase === 'sending' || requests !== this.#requests`,
      replace: `phase === 'sending' || requests !== this.#requests || phase === 'body'`,
    },
  ],
  fails: ['a body that does not come to its end is refused, and a silent connection ends; an active one stays'],
});
