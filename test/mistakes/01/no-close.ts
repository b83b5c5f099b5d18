import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      close(fd); // without this the client never sees the end, and we run out of descriptors
`,
      replace: '',
    },
  ],
  fails: ['ends the connection after the client has ended its direction'],
  also: ['leaves nothing behind after any of the tests above'],
});
