import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `    for (;;) {
      const message = recvmsg`,
      replace: `    while (this.#next < 0) {
      const message = recvmsg`,
    },
  ],
  fails: ['zerocopy: reads the completions, and sleeps; they end no connection'],
  also: ['zerocopy: sends files of every size exactly'],
});
