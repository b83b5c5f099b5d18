import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B16',
  edits: [
    {
      file: 'level.ts',
      find: `    this.#interest.watch(this.#listener, 0);
`,
      replace: ``,
    },
  ],
  fails: ['level: has patience when there are no descriptors left'],
});
