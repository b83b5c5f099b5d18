import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'edge.ts',
      find: `accept4(this.#listener, SOCK_NONBLOCK | SOCK_CLOEXEC)`,
      replace: `accept4(this.#listener, SOCK_NONBLOCK & 0 | SOCK_CLOEXEC)`,
    },
  ],
  fails: ['edge: serves two clients in turn'],
});
