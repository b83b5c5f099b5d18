import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'answer.ts',
      find: `this.#header = this.#header.subarray(n ?? 0);`,
      replace: `this.#header = this.#header.subarray(n === null ? 0 : 8);`,
    },
  ],
  fails: ['header: goes out whole when send takes only a few bytes of it'],
});
