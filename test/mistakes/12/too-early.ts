import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'deadlines.ts',
      find: `        if (due > now) {`,
      replace: `        if (due > now && phase === 'lingering') {`,
    },
  ],
  fails: ['a head that does not come to its end is refused with 408, however often a byte of it comes'],
});
