import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `      const fd = openLog(this.#path);
      this.#close();
      this.#fd = fd;
    } catch`,
      replace: `      this.#close();
      this.#fd = openLog(this.#path);
    } catch`,
    },
  ],
  fails: ['keeps the old log where the new one cannot be opened'],
});
