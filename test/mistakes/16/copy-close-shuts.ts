import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  if (situation === 'copy-close') close(peers);
  else {
    shutdown(peers, SHUT_WR);
    untilState(ours, 'CLOSE_WAIT');
  }
`,
      replace: `  shutdown(peers, SHUT_WR);
  untilState(ours, 'CLOSE_WAIT');
`,
    },
  ],
  fails: ['close and shutdown with a second descriptor'],
});
