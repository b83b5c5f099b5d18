import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `    if (this.#filled > 0)
      throw new BrokenStream(`,
      replace: `    if (this.#filled > 0)
      throw new RangeError(`,
    },
    {
      file: 'decoders.ts',
      find: `(this.#length > this.#max + 1) throw new BrokenStream(`,
      replace: `(this.#length > this.#max + 1) throw new RangeError(`,
    },
    {
      file: 'decoders.ts',
      find: `(length > this.#max) throw new BrokenStream(`,
      replace: `(length > this.#max) throw new RangeError(`,
    },
  ],
  fails: [
    'FixedDecoder: reports a stream that ends inside a message',
    'LineDecoder: refuses a message over the maximum',
    'LengthDecoder: refuses a message over the maximum',
  ],
});
