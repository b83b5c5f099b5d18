import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'channel.ts',
      find: `  for (const fd of more) close(fd);
`,
      replace: `  void more;
`,
    },
  ],
  fails: ['passes one connection after the other, and sees the end of the channel'],
});
