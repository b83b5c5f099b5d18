import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B23',
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
