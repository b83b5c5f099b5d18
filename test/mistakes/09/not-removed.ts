import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B16',
  edits: [
    {
      file: 'poller.ts',
      find: `    epollCtl(this.#epfd, EPOLL_CTL_DEL, watched.fd);
`,
      replace: ``,
    },
  ],
  fails: ['the poller tells who is ready, and sleeps'],
});
