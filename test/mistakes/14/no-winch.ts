import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    if (!this.#parts.daemon) return;
`,
      replace: `    if (this.#parts.daemon) return;
`,
    },
  ],
  fails: ['SIGWINCH leaves a daemon without workers, and SIGHUP brings them back'],
  also: ['signals of the terminal for the whole group mean the master only'],
});
