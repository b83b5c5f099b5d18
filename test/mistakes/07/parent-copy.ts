import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B04',
  edits: [
    {
      file: 'server.ts',
      find: `      this.#give(worker, accepted.fd);
      close(accepted.fd);
`,
      replace: `      this.#give(worker, accepted.fd);
`,
    },
  ],
  fails: ['serves clients from its workers'],
});
