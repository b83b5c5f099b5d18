import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'poller.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);
`,
      replace: ``,
    },
  ],
  fails: ['the poller reports ready descriptors, and sleeps otherwise'],
});
