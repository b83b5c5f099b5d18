import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `      const fd = openLog(this.#path);
      this.#close();
      this.#fd = fd;`,
      replace: '      this.#fd = openLog(this.#path);',
    },
  ],
  fails: ['SIGUSR1 opens the log again in the master and in all workers'],
});
