import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `this.#requests !== this.#requestsBefore || phase === 'sending'`,
      replace: `this.#requests !== this.#requestsBefore || phase === 'sending' || phase === 'head'`,
    },
  ],
  fails: ['a head that does not come to its end is refused with 408, however often a byte of it comes'],
});
