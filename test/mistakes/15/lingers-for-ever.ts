import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    this.#tick.start(LINGER_MS);
    this.#grace`,
      replace: '    this.#grace',
    },
  ],
  fails: ['proactor: a client that never ends its direction does not hold the stop for long'],
});
