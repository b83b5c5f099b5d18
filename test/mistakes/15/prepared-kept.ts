import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: 'this.#prepared -= ioUringEnter(',
      replace: 'ioUringEnter(',
    },
  ],
  fails: ['completions: each line is acknowledged when it arrives'],
});
