import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: `    if (res < 0) this.#sender.end(new SystemError(tag === RECEIVE ? 'recv' : 'send', -res));`,
      replace: '    if (res < 0) return;',
    },
    {
      file: 'completions.ts',
      find: `  SystemError,
`,
      replace: '',
    },
  ],
  fails: ['completions: the end and an error come as results, and the program ends when nothing is under way'],
});
