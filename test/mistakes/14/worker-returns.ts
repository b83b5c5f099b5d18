import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'spawn.ts',
      find: `  _exit(work());
`,
      replace: `  if (masters.length === 99) _exit(work());
  return 0;
`,
    },
  ],
  fails: ['starts workers, and sleeps while there is nothing to do'],
});
