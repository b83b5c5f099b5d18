import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `      this.#setListening(false);
      return false;
    }
    //#endregion`,
      replace: `      return false;
    }
    //#endregion`,
    },
  ],
  fails: ['a worker without descriptors sleeps, and accepts again when a client has gone'],
});
