import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: '    return this.#deadline !== null && (this.#clients.size === 0 || performance.now() >= this.#deadline);',
      replace: '    return this.#deadline !== null && performance.now() >= this.#deadline;',
    },
  ],
  fails: ['SIGQUIT: nobody new, and the answers under way are finished'],
  also: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
