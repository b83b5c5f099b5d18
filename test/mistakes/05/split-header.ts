import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `      if (this.#filled < target.length) break;
      this.#filled = 0;
      if (this`,
      replace: `      if (this.#filled < target.length && this.#message !== null) break;
      this.#filled = 0;
      if (this`,
    },
  ],
  fails: ['LengthDecoder: finds every message, however the stream is cut'],
  also: [
    'LengthDecoder: does work in proportion to the bytes',
    'LengthDecoder: refuses a message over the maximum',
    'receiver: decodes messages, also when all of them come at once',
    'LengthDecoder: reports a stream that ends inside a message',
  ],
});
