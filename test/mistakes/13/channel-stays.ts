import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      channel.remove();
      close(fd);
`,
      replace: `      close(fd);
`,
    },
  ],
  fails: ['a full pool says so: BUSY, then the end, also to a client that has sent already'],
});
