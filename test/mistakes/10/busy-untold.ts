import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    if (!taken) this.#answers[number - this.#oldest] = 'error busy';
`,
      replace: `    if (!taken) return;
`,
    },
  ],
  fails: ['workers compute while the loop serves others'],
});
