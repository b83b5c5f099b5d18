import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B32',
  edits: [
    {
      file: 'server.ts',
      find: `    this.#pausing = true;
`,
      replace: ``,
    },
  ],
  fails: ['workers that die at their start are replaced, with a pause before each'],
});
