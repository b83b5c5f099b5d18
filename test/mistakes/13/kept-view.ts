import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'packet-reader.ts',
      find: `      const taken = bytes.copy(this.#part, this.#got, at);
`,
      replace: `      if (this.#state === BODY_INIT) this.#part = bytes.subarray(at, at + this.#part.length);
      const taken = this.#state === BODY_INIT ? this.#part.length : bytes.copy(this.#part, this.#got, at);
`,
    },
  ],
  fails: ['packets are whole, wherever their bytes are cut'],
});
