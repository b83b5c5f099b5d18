import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'completions.ts',
      find: `    if (res < 0) this.#sender.end(new SystemError(tag === RECEIVE ? 'recv' : 'send', -res));`,
      replace: `    if (tag === RECEIVE && res < 0) this.#sender.end(new SystemError('recv', -res));`,
    },
  ],
  fails: ['completions: the end and an error come as results, and the program ends when nothing is under way'],
});
