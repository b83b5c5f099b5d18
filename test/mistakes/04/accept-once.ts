import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'edge.ts',
      find: `        this.#interest.watch(accepted.fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
`,
      replace: `        this.#interest.watch(accepted.fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
        return;
`,
    },
  ],
  fails: ['edge: accepts all of five connections that came at once'],
});
