import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      refuse(conn, error.message);
      continue;
`,
      replace: `      throw error;
`,
    },
  ],
  fails: ['refuses what it cannot open, and goes on'],
  also: ['gives away files of its folder only', 'leaves nothing behind after any of the tests above'],
});
