import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'served.ts',
      find: `    this.#channel.remove();
    close(this.#channel.fd);
`,
      replace: `    this.#channel.remove();
`,
    },
  ],
  fails: ['curl, ab, wrk and h2load get their answers, and leave no connection behind'],
});
