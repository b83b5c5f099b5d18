import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B18',
  edits: [
    {
      file: 'interest.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#masks.delete(fd);
`,
      replace: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
`,
    },
  ],
  fails: ['level: serves two clients in turn'],
  also: ['edge: serves two clients in turn'],
});
