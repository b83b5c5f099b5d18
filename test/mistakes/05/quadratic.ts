import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `    const length = this.#length + piece.length;
    if (length > this.#line.length) {
      const larger = Buffer.alloc(Math.max(length, 2 * this.#line.length));
      larger.set(this.#line.subarray(0, this.#length));
      this.#line = larger;
    }
    this.#line.set(piece, this.#length);
    this.#length = length;
`,
      replace: `    this.#line = Buffer.concat([this.#line.subarray(0, this.#length), piece]);
    this.#length = this.#line.length;
`,
    },
  ],
  fails: ['LineDecoder: does work in proportion to the bytes'],
});
