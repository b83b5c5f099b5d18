import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `if (length + wanted > max`,
      replace: `if (wanted > max`,
    },
  ],
  fails: ['receiver: hangs up on a line that gets too long'],
});
