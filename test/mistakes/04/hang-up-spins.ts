import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `        this.#interest.watch(accepted.fd, EPOLLIN);
`,
      replace: `        this.#interest.watch(accepted.fd, EPOLLIN | 0x2000);
`,
    },
    {
      file: 'level.ts',
      find: `client.pending.length > 0 ? EPOLLOUT : EPOLLIN`,
      replace: `(client.pending.length > 0 ? EPOLLOUT : EPOLLIN) | 0x2000`,
    },
  ],
  fails: ['level: sleeps beside a client that has ended its direction and does not read'],
});
