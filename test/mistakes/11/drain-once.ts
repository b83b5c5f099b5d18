import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'upload.ts',
      find: `    while (this.#pipe.holds > 0) {
      const n = splice(this.#pipe.readEnd, null, this.#file, this.#stored, this.#pipe.holds) ?? 0;
      this.#pipe.holds -= n;
      this.#stored += n;
    }`,
      replace: `    splice(this.#pipe.readEnd, null, this.#file, this.#stored, this.#pipe.holds);
    this.#stored += this.#pipe.holds;
    this.#pipe.holds = 0;`,
    },
  ],
  fails: ['upload: loses no byte when splice moves only a part'],
});
