import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      return job;
      //#endregion
    });
`,
      replace: `      if (job === null) this.#mutex.unlock();
      else this.#held = true;
      return job;
      //#endregion
    })();
`,
    },
    {
      file: 'queue.ts',
      find: `    return this.#mutex.with(() => {
`,
      replace: `    if (this.#held) this.#mutex.unlock();
    this.#held = false;
    this.#mutex.lock();
    return (() => {
`,
    },
    {
      file: 'queue.ts',
      find: `  readonly #changed: Cond;
`,
      replace: `  readonly #changed: Cond;
  #held = false;
`,
    },
  ],
  fails: ['threads sleep until there is a job, and one job wakes one thread'],
});
