import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
      replace: `      epollCtl(this.#epoll, EPOLL_CTL_ADD, accepted.fd, EPOLLIN);
      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
    },
  ],
  fails: ['serves clients from its workers'],
});
