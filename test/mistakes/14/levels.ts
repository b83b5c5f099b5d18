import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'log.ts',
      find: 'if (LEVELS.indexOf(level) < LEVELS.indexOf(this.#level)) return;',
      replace: "if (LEVELS.indexOf(level) <= LEVELS.indexOf(this.#level) && level !== 'info') return;",
    },
  ],
  fails: ['leaves out what is less important, and lets no text make a line'],
});
