import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#pool.begin(this.#settings.workers);
    //#endregion
  }

  /** All`,
      replace: `    //#endregion
  }

  /** All`,
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
