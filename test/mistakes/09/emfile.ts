import { mistake } from '#lesson';

export default mistake({
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
