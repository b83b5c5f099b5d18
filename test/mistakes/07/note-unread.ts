import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    const n = read(this.#wake[0], bytes) ?? 0;
`,
      replace: `    const n = this.#stopping ? 0 : (read(this.#wake[0], bytes.subarray(0, 1)) ?? 0);
`,
    },
  ],
  fails: ['SIGINT: all processes exit at once, also after SIGTERM'],
  also: ['exits in good order on SIGTERM, also when fifty arrive at once'],
});
