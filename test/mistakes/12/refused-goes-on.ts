import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `    this.#working = false;
    this.#state = 'closing';
    const answer = plain(status);
    this.#output.appendText(headOf(answer, 'close'));`,
      replace: `    this.#working = false;
    this.#parser.reset();
    this.#body = null;
    const answer = plain(status);
    this.#output.appendText(headOf(answer, null));`,
    },
  ],
  fails: ['a refused request is the last one of its connection, and an accepted one leaves the next alone'],
});
