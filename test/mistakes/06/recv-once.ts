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
  fails: ['receives trains however the stream is cut'],
  also: [
    'client: keeps an empty file, and one that comes in small pieces',
    'reports a stream that ends inside an engine',
    'reports a stream that ends inside a car',
    'client: keeps a file that has arrived whole',
    'sends files of every size exactly',
    'client: finishes although its standard output is never read',
    'client: keeps the old file when the new one breaks off in the middle of a car',
    'client: keeps the old file when the new one breaks off between two cars',
  ],
});
