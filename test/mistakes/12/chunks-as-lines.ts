import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'body.ts',
      find: `    const length = Math.min(this.#left, bytes.length - from);`,
      replace: `    const line = this.#chunked ? bytes.indexOf('\\r\\n', from) : -1;
    const length = Math.min(this.#left, line < 0 ? bytes.length - from : Math.max(1, line - from));`,
    },
    {
      file: 'body.ts',
      find: `    if (this.#left === 0) this.#state = this.#chunked ? 'data-end' : 'done';`,
      replace: `    if (this.#left === 0 || line >= 0) this.#state = this.#chunked ? 'data-end' : 'done';`,
    },
  ],
  fails: ['requests with a body are read or refused as the RFCs say'],
});
