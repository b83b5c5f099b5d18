import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'ring.ts',
      find: 'this.#prepared -= ioUringEnter(',
      replace: 'ioUringEnter(',
    },
  ],
  fails: ['completions: the kernel receives, and the program sleeps in the ring'],
});
