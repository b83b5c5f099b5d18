import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'request.ts',
      find: `      if (this.#length > MAX_HEAD) throw new Refusal(431, 'a head of too many bytes');
`,
      replace: ``,
    },
    {
      file: 'request.ts',
      find: `    if (++this.#count > MAX_FIELDS) throw new Refusal(431, 'too many fields');
`,
      replace: ``,
    },
  ],
  fails: ['a head is bounded, in each line and as a whole'],
});
