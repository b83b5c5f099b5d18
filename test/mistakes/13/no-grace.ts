import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.loop.runAfter(this.#options.grace, () => this.#each((client) => client.close('does not read, at the stop')));
`,
      replace: '',
    },
  ],
  fails: ['SIGTERM with no client, and a client that does not read: the stop is bounded'],
});
