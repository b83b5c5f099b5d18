import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'pipes.ts',
      find: `this.holds === 0 && Pipe`,
      replace: `this.holds >= 0 && Pipe`,
    },
  ],
  fails: ['splice: uses no pipe again that a client left bytes in, and leaks none'],
});
