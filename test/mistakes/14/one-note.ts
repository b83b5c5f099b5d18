import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'signals.ts',
      find: `    const notes = this.#notes;
    this.#notes = [];
    return notes;`,
      replace: `    const notes = this.#notes.slice(-1);
    this.#notes = [];
    return notes;`,
    },
  ],
  fails: ['sees each of several signals that come together'],
});
