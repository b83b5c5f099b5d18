import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
      replace: `      epollCtl(this.#epoll, EPOLL_CTL_ADD, accepted.fd, EPOLLIN);
      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
    },
  ],
  fails: ['passes each client to one of its workers, and keeps no copy'],
});
