import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `        this.#interest.watch(accepted.fd, EPOLLIN);
`,
      replace: `        this.#interest.watch(accepted.fd, EPOLLIN | 0x40000000);
`,
    },
    {
      file: 'level.ts',
      find: `    this.#interest.watch(client.fd, client.pending.length > 0 ? EPOLLOUT : EPOLLIN);`,
      replace: `    if (client.pending.length > 0) this.#interest.watch(client.fd, EPOLLOUT);`,
    },
  ],
  fails: ['level: serves two clients in turn'],
});
