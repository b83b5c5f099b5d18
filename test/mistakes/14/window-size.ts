import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    if (!this.#parts.daemon) return;
`,
      replace: '',
    },
  ],
  fails: ['signals of the terminal for the whole group mean the master only'],
});
