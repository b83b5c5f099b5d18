import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `        this.#interest.watch(accepted.fd, EPOLLIN);
`,
      replace: `        this.#interest.watch(accepted.fd, EPOLLIN | EPOLLOUT);
`,
    },
    {
      file: 'level.ts',
      find: `client.pending.length > 0 ? EPOLLOUT : EPOLLIN`,
      replace: `client.pending.length > 0 ? EPOLLOUT : EPOLLIN | EPOLLOUT`,
    },
  ],
  fails: ['level: serves two clients in turn'],
});
