import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
      replace: `      this.#give(worker, accepted.fd);
`,
    },
  ],
  fails: ['serves clients from its workers'],
});
