import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'deadlines.ts',
      find: `if (phase === 'sending' || requests !== this.#requests) renewed = true;`,
      replace: 'if (requests !== this.#requests) renewed = true;',
    },
  ],
  fails: ['a client that takes nothing, or does not end, is not waited for without end'],
});
