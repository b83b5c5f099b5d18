import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `        this.#replace(worker);
        //#endregion`,
      replace: `        return;
        //#endregion`,
    },
  ],
  fails: ['a connection passed to a worker that has just died goes to another worker'],
});
