import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B09',
  edits: [
    {
      file: 'queue.ts',
      find: `    const job = this.get();
`,
      replace: `    const job = this.#word(STOPPED) === 1 ? null : this.get();
`,
    },
  ],
  fails: ['SIGTERM: what was accepted is served, and nothing else'],
});
