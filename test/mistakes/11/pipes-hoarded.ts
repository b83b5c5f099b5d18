import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pipes.ts',
      find: 'if (this.holds === 0 && Pipe.#kept.length < KEPT)',
      replace: 'if (this.holds === 0)',
    },
  ],
  fails: ['splice: uses no pipe again that a client left bytes in, and leaks none'],
});
