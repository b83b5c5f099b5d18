import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L09-B12',
  edits: [
    {
      file: 'connection.ts',
      find: `this.#channel.read(length < HIGH_WATER && !this.#finishing)`,
      replace: `this.#channel.read(!this.#finishing)`,
    },
  ],
  fails: ['a client that reads late: bounded, nothing lost, also after its half-close'],
});
