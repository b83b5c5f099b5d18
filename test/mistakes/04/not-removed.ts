import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'interest.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
    this.#masks`,
      replace: `    void EPOLL_CTL_DEL;
    this.#masks`,
    },
  ],
  fails: ['level: makes an epoll_ctl call for a new mask only, and before close'],
});
