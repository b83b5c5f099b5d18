import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `  if (length > max) throw`,
      replace: `  if (length > max + 1) throw`,
    },
    {
      file: 'decoders.ts',
      find: `    if (length > this.#max) throw`,
      replace: `    if (length > this.#max + 1) throw`,
    },
  ],
  fails: ['receiver: hangs up on a length that is too long', 'LengthDecoder: refuses a message over the maximum'],
});
