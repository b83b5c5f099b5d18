import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B25',
  edits: [
    {
      file: 'channel.ts',
      find: `    if (events === this.#events && this.#watched) return;
`,
      replace: ``,
    },
  ],
  fails: ['a mask that stays as it is costs no system call'],
});
