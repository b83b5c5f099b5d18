import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spliced.ts',
      find: `part.sent + pipe.holds < part.size ? SPLICE_F_MORE : 0`,
      replace: `part.size > 0 ? SPLICE_F_MORE : 0`,
    },
  ],
  fails: ['splice: header and file leave together, and at once'],
});
