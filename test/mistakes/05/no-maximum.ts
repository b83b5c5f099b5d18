import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B05',
  edits: [
    {
      file: 'blocking.ts',
      find: `  if (length > max) throw new BrokenStream(\`a message of \${length} bytes, and \${max} are allowed\`);
`,
      replace: ``,
    },
    {
      file: 'decoders.ts',
      find: `    if (length > this.#max) throw new BrokenStream(\`a message of \${length} bytes, and \${this.#max} are allowed\`);
`,
      replace: ``,
    },
  ],
  fails: ['receiver: hangs up on a length that is too long', 'LengthDecoder: has a bound'],
});
