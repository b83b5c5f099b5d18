import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#pool.dismissAll(SIGTERM);
    setitimer`,
      replace: `    this.#pool.dismissAll(SIGKILL);
    setitimer`,
    },
  ],
  fails: ['SIGTERM ends a worker that is stopped, or that is leaving already'],
});
