import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    const taken = this.#mutex.with(() => this.#word(STOPPED) === 0 && this.put(job));
    if (taken) this`,
      replace: `    let empty = false;
    const taken = this.#mutex.with(() => {
      empty = this.#word(COUNT) === 0;
      return this.#word(STOPPED) === 0 && this.put(job);
    });
    if (empty) this`,
    },
  ],
  fails: ['several jobs offered at once wake as many threads'],
  also: [
    'each job is taken once: none twice, none lost',
    'with a full queue, clients wait in the listener, in order, and none is lost',
    'serves as many clients at a time as it has threads',
  ],
});
