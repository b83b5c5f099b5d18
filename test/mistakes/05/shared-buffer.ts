import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `      this.#record.set(piece, this.#filled);
`,
      replace: `      if (piece.length === this.#size) this.#record = piece as Buffer;
      else this.#record.set(piece, this.#filled);
`,
    },
  ],
  fails: ['FixedDecoder: finds every message, however the stream is cut'],
});
