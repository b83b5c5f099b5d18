import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `  if (ms === 0) return null;
`,
      replace: ``,
    },
  ],
  fails: ['readTimeout: returns the bytes that come'],
  also: ['acceptTimeout: takes a connection, and gives up when none comes'],
});
