import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (n === null) return;
    if (n === 0) this.#drop(client);
`,
      replace: `    if (n === null || n === 0) this.#drop(client);
`,
    },
  ],
  fails: ['sends each of forty clients its own bytes'],
});
