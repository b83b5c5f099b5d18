import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: `if (exitCode === CANNOT_START && member.generation !== this.#proven) this.#failed = true;
    else this.#replace`,
      replace: `if (exitCode === CANNOT_START && member.generation < 0) this.#failed = true;
    else this.#replace`,
    },
  ],
  fails: ['ends with a sentence when no worker can start, and leaves none behind'],
  also: [
    'the launcher ends with status 1 and a sentence when the daemon cannot start',
    'new workers that cannot start leave the old ones in place',
  ],
});
