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
  fails: ['reaps and replaces all of four workers that die at once'],
});
