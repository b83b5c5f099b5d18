import { mistake } from '#lesson';

export default mistake({
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
