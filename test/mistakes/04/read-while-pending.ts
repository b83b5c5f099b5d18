import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B19',
  edits: [
    {
      file: 'level.ts',
      find: `        this.#flush(client);
        return;
`,
      replace: `        this.#flush(client);
`,
    },
  ],
  fails: ['level: sends on when a write takes only a part'],
});
