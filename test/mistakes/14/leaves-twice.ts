import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: 'if (told.has(SIGQUIT) && this.#deadline === null) this.#leave();',
      replace: 'if (told.has(SIGQUIT)) this.#leave();',
    },
  ],
  fails: ['SIGQUIT: nobody new, and the answers under way are finished'],
});
