import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    this.#refill();
    //#endregion
  }

  /** Adds`,
      replace: `    //#endregion
  }

  /** Adds`,
    },
  ],
  fails: ['an idle worker dies: it is reaped and replaced'],
});
