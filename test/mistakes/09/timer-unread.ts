import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timers.ts',
      find: `    timerfdRead(this.fd);
`,
      replace: `    const next = this.#timers.length;
    if (next === 0) return;
`,
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
      replace: `    if (this.#timers.length > 0) this.#arm();
    //#endregion`,
    },
  ],
  fails: ['timers expire in order and repeat, and the loop sleeps between them'],
});
