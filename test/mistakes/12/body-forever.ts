import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `this.#requests !== this.#requestsBefore || phase === 'sending'`,
      replace: `this.#requests !== this.#requestsBefore || phase === 'sending' || phase === 'body'`,
    },
  ],
  fails: ['a body that does not come to its end is refused, and a silent connection ends; an active one stays'],
});
