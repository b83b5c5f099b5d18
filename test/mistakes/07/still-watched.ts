import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B05',
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
