import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'decoders.ts',
      find: `      records.push(this.#record);
      this.#record = Buffer.alloc(this.#size);
      this.#filled = 0;
`,
      replace: `      records.push(this.#record);
      this.#record = Buffer.alloc(this.#size);
      this.#filled = 0;
      break;
`,
    },
  ],
  fails: ['FixedDecoder: finds every message, however the stream is cut'],
  also: ['receiver: decodes messages, also when all of them come at once'],
});
