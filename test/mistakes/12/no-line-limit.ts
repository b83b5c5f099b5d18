import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'lines.ts',
      find: `    if (at - from > limit) throw`,
      replace: `    if (at - from > limit && at < bytes.length) throw`,
    },
  ],
  fails: ['a line is bounded'],
});
