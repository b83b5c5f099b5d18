import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    if (this.#word(COUNT) === 0) return null;
`,
      replace: `    if (this.#word(COUNT) === 0) return 0;
`,
    },
  ],
  fails: ['the queue has a bound, an end, and one memory for all who use it'],
  also: [
    'threads sleep until there is a job, and one job wakes one thread',
    'a thread that wakes and finds no job goes on waiting',
    'as many threads as there are jobs',
    'each job once, none twice, none lost',
    'starts as many threads as it was told',
    'serves files, one client after the other',
    'serves as many clients at a time as it has threads',
    'no client ends a thread',
    'a full queue: the others wait in the listener, nobody is lost, in order',
    'SIGTERM ends a pool that has nothing to do',
    'SIGTERM: what was accepted is served, and nothing else',
    'SIGTERM ends connections on which nobody says anything',
  ],
});
