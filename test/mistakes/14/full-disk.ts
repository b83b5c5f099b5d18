import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `      if (!isSystemError(error)) throw error;
    }
    //#endregion
  }

  /** Goes on`,
      replace: `      throw error;
    }
    //#endregion
  }

  /** Goes on`,
    },
  ],
  fails: ['a full disk stops no process'],
});
