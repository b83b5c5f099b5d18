import { mistake } from '#lesson';

export default mistake({
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
