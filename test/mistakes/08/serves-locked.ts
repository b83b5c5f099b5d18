import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    this.#mutex.unlock();
    return job;
`,
      replace: `    if (job === null) this.#mutex.unlock();
    else this.#held = true;
    return job;
`,
    },
    {
      file: 'queue.ts',
      find: `    this.#mutex.lock();
    while (this.#word(COUNT)`,
      replace: `    if (this.#held) this.#mutex.unlock();
    this.#held = false;
    this.#mutex.lock();
    while (this.#word(COUNT)`,
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
