import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `        this.#heap.add(timer);
`,
      replace: ``,
    },
  ],
  fails: ['timers expire in order and repeat, and the loop sleeps between them'],
});
