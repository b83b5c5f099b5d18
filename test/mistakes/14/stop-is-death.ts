import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pool.ts',
      find: '      if (child.exitCode !== null || child.termSignal !== null) this.#gone(child);',
      replace: '      this.#gone(child);',
    },
  ],
  fails: ['a stopped worker is not dead'],
});
