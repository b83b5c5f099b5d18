import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: 'if (!this.#listening && this.#deadline === null) this',
      replace: 'if (!this.#listening) this',
    },
  ],
  fails: ['SIGQUIT: nobody new, and the answers under way are finished'],
});
