import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    this.#each((client) => client.finish());
    this.#stopped();`,
      replace: '    this.#each((client) => client.finish());',
    },
  ],
  fails: ['SIGTERM with no client, and a client that does not read: the stop is bounded'],
});
