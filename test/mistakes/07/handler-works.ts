import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    write(this.#wake[1], Buffer.from([signum]));
`,
      replace: `    write(this.#wake[1], Buffer.from([signum]));
    this.#stop();
`,
    },
  ],
  fails: ['ends in good order on SIGTERM, also when it comes fifty times'],
});
