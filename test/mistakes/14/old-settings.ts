import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `      this.#settings = settings;
    } catch`,
      replace: `      void settings;
    } catch`,
    },
    {
      file: 'master.ts',
      find: `    this.#pool.begin(this.#settings.workers);
    //#endregion
  }

  /** All`,
      replace: `    this.#pool.begin(readConfig(this.#parts.file).workers);
    //#endregion
  }

  /** All`,
    },
  ],
  fails: ['SIGHUP: new workers with the new settings, and the old ones finish'],
});
