import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: '(this.#clients.size === 0 || performance.now() >= this.#deadline);',
      replace: 'this.#clients.size === 0;',
    },
  ],
  fails: ['a worker that leaves waits no longer than its patience'],
});
