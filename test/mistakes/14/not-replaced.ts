import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `    else this.#replace(performance.now() - member.born < YOUNG_MS);
`,
      replace: '',
    },
    {
      file: 'pool.ts',
      find: `/** A worker that dies before this age is replaced after a pause. */
const YOUNG_MS = 1000;
`,
      replace: '',
    },
  ],
  fails: ['reaps a worker that is killed, and replaces it'],
});
