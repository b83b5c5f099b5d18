import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'acceptor.ts',
      find: `    this.#channel.setReading(false);
    this.#retry`,
      replace: `    this.#retry`,
    },
  ],
  fails: ['without free descriptors the acceptor sleeps, and goes on when one is free'],
});
