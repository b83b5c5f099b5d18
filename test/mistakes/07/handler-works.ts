import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B29',
  edits: [
    {
      file: 'server.ts',
      find: `    write(this.#wake[1], Buffer.from([signum]));
`,
      replace: `    write(this.#wake[1], Buffer.from([signum]));
    this.#stop();
`,
    },
  ],
  fails: ['ends in good order on SIGTERM, also when it comes fifty times'],
});
