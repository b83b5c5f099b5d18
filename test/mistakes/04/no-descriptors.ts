import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `    this.#interest.watch(this.#listener, 0);
`,
      replace: ``,
    },
  ],
  fails: ['level: sleeps while no descriptors are left, and accepts again later'],
});
