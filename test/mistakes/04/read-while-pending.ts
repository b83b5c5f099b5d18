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
  fails: ['level: sends the rest after a short write'],
});
