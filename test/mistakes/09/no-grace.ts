import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'tcp-server.ts',
      find: `    this.#loop.runAfter(this.#grace, () => this.stop());
`,
      replace: `    void this.#grace;
`,
    },
  ],
  fails: ['SIGTERM: a client that does not read is cut off after the grace, or at a second SIGTERM'],
});
