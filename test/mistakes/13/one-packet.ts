import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: `      if (this.#got === this.#part.length) this.#complete(deliver);
`,
      replace: `      if (this.#got === this.#part.length) this.#complete(deliver);
      if (this.#state === HEAD_INIT) return;
`,
    },
  ],
  fails: ['packets are whole, wherever their bytes are cut'],
});
