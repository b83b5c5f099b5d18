import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: 'this.#deadline === null ? -1 :',
      replace: 'this.#deadline === null ? 0 :',
    },
  ],
  fails: ['workers serve, and the master does not'],
});
