import { mistake } from '#lesson';

export default mistake({
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
  fails: ['receiver: hangs up on a length that is too long', 'LengthDecoder: refuses a message over the maximum'],
});
