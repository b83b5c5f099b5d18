import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: `      if (acks.length === 0) this.#receive();
      else this.#acknowledge(acks);`,
      replace: `      if (acks.length > 0) this.#acknowledge(acks);
      else if (tag === SEND) this.#receive();`,
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
