import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: `    else if (tag === RECEIVE && res === 0) this.#sender.end();
`,
      replace: '',
    },
  ],
  fails: ['completions: the end and an error come as results, and the program ends when nothing is under way'],
});
