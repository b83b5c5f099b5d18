import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B19',
  edits: [
    {
      file: 'server.ts',
      find: `      if (this.#queue.full) {
        epollCtl(this.#epoll, EPOLL_CTL_MOD, this.#listener, 0);
        return;
      }
`,
      replace: `      if (this.#queue.full) return;
`,
    },
  ],
  fails: ['a full queue: the others wait in the listener, nobody is lost, in order'],
});
