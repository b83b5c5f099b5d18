import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `      if (!this.#output.send(this.#fd)) this.#state = 'closing';`,
      replace: `      this.#output.send(this.#fd);`,
    },
  ],
  fails: ['a file that shrinks ends the connection where bytes are missing'],
});
