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
  fails: ['the queue is bounded, reports when it is empty, and keeps its state in shared memory'],
  also: [
    'threads sleep until there is a job, and one job wakes one thread',
    'a thread that wakes and finds no job goes on waiting',
    'several jobs offered at once wake as many threads',
    'each job is taken once: none twice, none lost',
    'starts the number of threads that --threads asks for',
    'serves files, one client after the other',
    'serves as many clients at a time as it has threads',
    'no client ends a thread',
    'with a full queue, clients wait in the listener, in order, and none is lost',
    'SIGTERM ends an idle pool',
    'SIGTERM: the port closes, and accepted connections are still served',
    'SIGTERM ends the connections of silent clients',
    'SIGTERM: a client that goes on asking does not hold its thread',
    'a connection leaves the table before it is closed',
    'a queue that is full or stopped refuses jobs, and wakes no thread for them',
  ],
});
