import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
`,
      replace: `    const head = this.#head;
    this.#head = (head + 1) % this.capacity;
    this.#words[HEAD] = this.#head;
`,
    },
    {
      file: 'queue.ts',
      find: `  readonly #changed: Cond;
`,
      replace: `  readonly #changed: Cond;
  #head = 0;
`,
    },
  ],
  fails: ['the queue is bounded, reports when it is empty, and keeps its state in shared memory'],
  also: [
    'threads sleep until there is a job, and one job wakes one thread',
    'a thread that wakes and finds no job goes on waiting',
    'several jobs offered at once wake as many threads',
    'each job is taken once: none twice, none lost',
    'serves files, one client after the other',
    'serves as many clients at a time as it has threads',
    'no client ends a thread',
    'with a full queue, clients wait in the listener, in order, and none is lost',
    'SIGTERM: the port closes, and accepted connections are still served',
    'SIGTERM ends the connections of silent clients',
  ],
});
