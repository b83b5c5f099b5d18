import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (this.#stopping) _exit(1);
`,
      replace: `    if (this.#stopping) return;
`,
    },
  ],
  fails: ['a second SIGTERM does not wait'],
});
