import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#settings = this.#proven;
    this.#parts.log.change(this.#settings.log, this.#settings.level);
    this.#pool.abandon(this.#settings.workers);`,
      replace: `    this.#parts.log.change(this.#proven.log, this.#proven.level);
    this.#pool.abandon(this.#proven.workers);`,
    },
  ],
  fails: ['new workers that cannot start leave the old ones in place'],
});
