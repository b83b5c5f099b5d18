import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: `    if (this.#prepared === this.#ring.sqEntries) this.submit(0);
`,
      replace: '',
    },
  ],
  fails: ['proactor: more clients at once than the ring has entries are all served'],
});
