import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B07',
  edits: [
    {
      file: 'acceptor.ts',
      find: `    this.#channel.read(false);
    this.#retry`,
      replace: `    this.#retry`,
    },
  ],
  fails: ['no descriptors left: it neither ends nor spins, and goes on when there are some'],
});
