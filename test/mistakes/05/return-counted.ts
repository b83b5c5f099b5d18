import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `max + (at < 0 ? 1 : 2)`,
      replace: `max + 1`,
    },
    {
      file: 'decoders.ts',
      find: `    if (this.#length > this.#max + 1) throw`,
      replace: `    if (this.#length > this.#max) throw`,
    },
  ],
  fails: ['receiver: hangs up on a line that gets too long', 'LineDecoder: refuses a message over the maximum'],
});
