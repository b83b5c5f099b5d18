import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: '    if (told.has(SIGQUIT) && this.#deadline === null) this.#leave();',
      replace: '    if (told.has(SIGQUIT)) return true;',
    },
  ],
  fails: [
    'SIGQUIT: nobody new, and the answers under way are finished',
    'a worker that leaves waits no longer than its patience',
  ],
  also: [
    'SIGHUP: new workers with the new settings, and the old ones finish',
    'ps tells the master from its workers, and a leaving worker from a serving one',
  ],
});
