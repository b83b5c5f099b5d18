import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    if (this.#pausing) return;
`,
      replace: '',
    },
  ],
  fails: ['fork fails: the other workers serve, and the missing one is made later'],
});
