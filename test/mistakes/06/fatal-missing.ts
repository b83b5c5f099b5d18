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
  fails: ['refuses a file that it cannot open, and serves the next request'],
  also: ['gives away files of its folder only', 'leaves nothing behind after any of the tests above'],
});
