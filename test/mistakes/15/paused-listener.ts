import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'proactor.ts',
      find: `    else close(this.#listener);
    this.#tick`,
      replace: '    this.#tick',
    },
  ],
  fails: ['proactor: without clients it ends at once, also while accepting pauses'],
});
