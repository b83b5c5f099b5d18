import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      if (this.#queue.full) {
        epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
        return;
      }
`,
      replace: ``,
    },
  ],
  fails: ['with a full queue, clients wait in the listener, in order, and none is lost'],
});
