import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L08-B11',
  edits: [
    {
      file: 'server.ts',
      find: `      if (!this.#queue.offer(accepted.fd)) close(accepted.fd);
`,
      replace: `      this.#queue.offer(accepted.fd);
      close(accepted.fd);
`,
    },
  ],
  fails: ['serves files, one client after the other'],
});
