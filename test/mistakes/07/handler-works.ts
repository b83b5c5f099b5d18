import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    write(this.#wake[1], Buffer.from([signum]));
`,
      replace: `    write(this.#wake[1], Buffer.from([signum]));
    this.#stop();
`,
    },
  ],
  fails: ['exits in good order on SIGTERM, also when fifty arrive at once'],
});
