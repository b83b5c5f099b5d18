import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `        this.#replace(worker);
        //#endregion`,
      replace: `        return;
        //#endregion`,
    },
  ],
  fails: ['a worker has died, and the parent has not seen it yet: the connection goes to another one'],
});
