import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'situations.ts',
      find: `  untilState(ours, resets || situation === 'unread' ? 'CLOSE' : 'CLOSE_WAIT');
`,
      replace: ``,
    },
  ],
  fails: ['the calls wait for what the peer has done, also when it takes time'],
});
