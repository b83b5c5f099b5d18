import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B03',
  edits: [
    {
      file: 'edge.ts',
      find: `accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC)`,
      replace: `accept4(this.#listener, SOCK_NONBLOCK & 0 | SOCK_CLOEXEC)`,
    },
  ],
  fails: ['edge: serves two clients in turn'],
});
