import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: 'this.#grace.start(this.#graceMs);',
      replace: 'this.#grace.start(Math.min(this.#graceMs, LINGER_MS));',
    },
  ],
  fails: ['proactor: a client that does not read is cut off after the grace, or at a second SIGTERM'],
});
