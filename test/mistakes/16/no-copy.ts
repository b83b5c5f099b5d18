import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  dup(peers);
  if (situation === 'copy-close') close(peers);
  else {`,
      replace: `  if (situation === 'copy-close') {
    dup(peers);
    close(peers);
  } else {`,
    },
  ],
  fails: ['close and shutdown with a second descriptor'],
});
