import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'master.ts',
      find: `    this.#settings = this.#proven;
    this.#parts.log.change(this.#settings.log, this.#settings.level);
    this.#pool`,
      replace: `    this.#settings = this.#proven;
    this.#pool`,
    },
  ],
  fails: ['new workers that cannot start leave the old ones in place'],
});
