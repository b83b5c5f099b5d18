import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    this.#pausing = true;
`,
      replace: ``,
    },
  ],
  fails: ['workers that die at their start are replaced, with a pause before each'],
});
