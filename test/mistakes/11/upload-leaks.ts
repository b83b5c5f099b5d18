import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `      if (!isSystemError(error, 'ENOENT')) throw error;
    }
    this.#pipe.release();
    close(this.#file);`,
      replace: `      if (!isSystemError(error, 'ENOENT')) throw error;
    }`,
    },
  ],
  fails: ['upload: keeps the old file when a client resets its connection in the middle'],
  also: ['upload: keeps the old file when a client ends its direction in the middle'],
});
