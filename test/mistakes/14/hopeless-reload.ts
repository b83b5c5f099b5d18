import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#pool.begin(this.#settings.workers);
    //#endregion
  }

  /** All`,
      replace: `    this.#pool.dismissAll(SIGQUIT);
    this.#pool.begin(this.#settings.workers);
    //#endregion
  }

  /** All`,
    },
  ],
  fails: ['new workers that cannot start leave the old ones in place'],
});
