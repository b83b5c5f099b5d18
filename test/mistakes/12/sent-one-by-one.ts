import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `      while (this.#ready && this.#next(buffer));
`,
      replace: `      while (this.#ready && this.#next(buffer)) if (!this.#output.send(this.#fd)) this.#state = 'closing';
`,
    },
  ],
  fails: ['pipelined requests are answered in order, wherever they are cut'],
});
