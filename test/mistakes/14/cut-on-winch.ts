import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#parts.log.info('dismissing the workers');
    this.#pool.dismissAll(SIGQUIT);`,
      replace: `    this.#parts.log.info('dismissing the workers');
    this.#pool.dismissAll(SIGTERM);`,
    },
  ],
  fails: ['SIGWINCH leaves a daemon without workers, and SIGHUP brings them back'],
});
