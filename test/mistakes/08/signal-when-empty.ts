import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    const taken = this.#word(STOPPED) === 0 && this.put(job);
    this.#mutex.unlock();
    if (taken) this`,
      replace: `    const empty = this.#word(COUNT) === 0;
    const taken = this.#word(STOPPED) === 0 && this.put(job);
    this.#mutex.unlock();
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
