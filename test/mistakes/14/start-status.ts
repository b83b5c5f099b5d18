import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: 'if (exitCode === CANNOT_START && member.generation !== this.#proven) this.#failed = true;',
      replace: 'if (exitCode === CANNOT_START) this.#failed = true;',
    },
    {
      file: 'master.ts',
      find: `    if (this.#pool.proven > 0) this.#giveUpReload();
    else this.#giveUp();`,
      replace: '    this.#giveUp();',
    },
  ],
  fails: ['replaces a worker that has served and then ends by itself, whatever its status'],
  also: ['new workers that cannot start leave the old ones in place'],
});
