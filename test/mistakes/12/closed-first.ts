import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'served.ts',
      find: `    this.#channel.remove();
    close(this.#channel.fd);
`,
      replace: `    close(this.#channel.fd);
    this.#channel.remove();
`,
    },
  ],
  fails: ['connections stay open or end as the version and the Connection field say'],
});
