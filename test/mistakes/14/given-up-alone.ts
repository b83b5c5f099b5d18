import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#stopping = 'now';
    this.#pool.dismissAll(SIGTERM);
    //#endregion`,
      replace: `    this.#stopping = 'now';
    //#endregion`,
    },
  ],
  fails: ['ends with a sentence when no worker can start, and leaves none behind'],
});
