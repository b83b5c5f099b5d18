import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `    while (this.#end - this.#begin < length) {
`,
      replace: `    if (this.#end - this.#begin < length) {
`,
    },
    {
      file: 'train.ts',
      find: `      if (n === 0) break;
      this`,
      replace: `      this`,
    },
  ],
  fails: ['receives trains however the stream was cut'],
  also: [
    'client: keeps an empty file, and one that comes in small pieces',
    'says so when the stream ends inside an engine',
    'says so when the stream ends inside a car',
    'client: keeps a file that has arrived whole',
    'sends files of every size exactly',
    'client: does not wait for anybody to read its standard output',
    'client: keeps the old file when the new one breaks off in the middle of a car',
    'client: keeps the old file when the new one breaks off between two cars',
  ],
});
