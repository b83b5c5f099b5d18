import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `    timerfdRead(this.fd);
`,
      replace: ``,
    },
    {
      file: 'timers.ts',
      find: `  timerfdRead,
`,
      replace: ``,
    },
    {
      file: 'timers.ts',
      find: `    this.#arm();
    //#endregion`,
      replace: `    if (this.#heap.earliest !== undefined) this.#arm();
    //#endregion`,
    },
  ],
  fails: ['timers expire in order and repeat, and the loop sleeps between them'],
});
