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
  fails: ['as many threads as there are jobs'],
  also: [
    'each job once, none twice, none lost',
    'a full queue: the others wait in the listener, nobody is lost, in order',
    'serves as many clients at a time as it has threads',
  ],
});
