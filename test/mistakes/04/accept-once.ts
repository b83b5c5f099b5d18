import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B01',
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
  fails: ['edge: takes all of five connections that came at once'],
});
