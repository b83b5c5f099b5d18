import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    epollCtl(this.#epoll, EPOLL_CTL_ADD, parts.lifeline, EPOLLIN);
`,
      replace: '',
    },
  ],
  fails: ['no worker is left when the master is killed'],
});
