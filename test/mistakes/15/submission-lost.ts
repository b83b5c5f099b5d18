import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: '      this.#prepared -= ioUringEnter(this.fd, this.#prepared, wait, IORING_ENTER_GETEVENTS);',
      replace: `      const prepared = this.#prepared;
      this.#prepared = 0;
      ioUringEnter(this.fd, prepared, wait, IORING_ENTER_GETEVENTS);`,
    },
  ],
  fails: ['completions: a submission that failed for now is made again, and another error ends the program'],
});
