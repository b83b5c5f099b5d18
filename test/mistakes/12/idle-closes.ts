import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'connection.ts',
      find: `if (phase === 'idle') this.finish();
    else if`,
      replace: `if (phase === 'idle') this.close();
    else if`,
    },
  ],
  fails: ['a body that does not come to its end is refused, and a silent connection ends; an active one stays'],
});
