import { mistake } from '#lesson';

export default mistake({
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
