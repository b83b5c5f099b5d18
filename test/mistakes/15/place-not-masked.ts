import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: '(this.#tail & (this.#ring.sqEntries - 1)) * ENTRY_WORDS',
      replace: 'this.#tail * ENTRY_WORDS',
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
