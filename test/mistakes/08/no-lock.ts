import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    const taken = this.#mutex.with(() => this.#word(STOPPED) === 0 && this.put(job));
`,
      replace: `    const taken = this.#word(STOPPED) === 0 && this.put(job);
`,
    },
  ],
  fails: ['each job is taken once: none twice, none lost'],
  also: [
    'several jobs offered at once wake as many threads',
    'threads sleep until there is a job, and one job wakes one thread',
    'a thread that wakes and finds no job goes on waiting',
  ],
});
