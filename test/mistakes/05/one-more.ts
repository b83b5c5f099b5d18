import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B21',
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
  fails: ['receiver: hangs up on a length that is too long', 'LengthDecoder: has a bound'],
});
