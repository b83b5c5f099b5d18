import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L05-B02',
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
  also: ['receiver: decodes what comes, also when everything comes at once'],
});
