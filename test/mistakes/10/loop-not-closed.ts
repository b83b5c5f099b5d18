import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'loop-thread.ts',
      find: `  loop.close();
`,
      replace: '',
    },
  ],
  fails: ['reports when the last loop is ready, and joins all of them'],
});
