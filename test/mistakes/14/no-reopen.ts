import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: `      const fd = openLog(this.#path);
      this.#close();
      this.#fd = fd;
    } catch`,
      replace: `      close(openLog(this.#path));
    } catch`,
    },
  ],
  fails: ['is opened again while four processes write, and loses no line'],
  also: ['SIGUSR1 opens the log again in the master and in all workers'],
});
