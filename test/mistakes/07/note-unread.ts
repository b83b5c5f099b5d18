import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const n = read(this.#wake[0], bytes) ?? 0;
`,
      replace: `    const n = this.#stopping ? 0 : (read(this.#wake[0], bytes.subarray(0, 1)) ?? 0);
`,
    },
  ],
  fails: ['SIGINT: everybody leaves at once, also after a SIGTERM'],
  also: ['ends in good order on SIGTERM, also when it comes fifty times'],
});
