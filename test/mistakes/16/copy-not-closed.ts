import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  if (situation === 'copy-close') close(peers);
  else {`,
      replace: `  if (situation !== 'copy-close') {`,
    },
  ],
  fails: ['close and shutdown with a second descriptor'],
});
