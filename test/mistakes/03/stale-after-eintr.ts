import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      readable.clear();
      writable.clear();
`,
      replace: ``,
    },
  ],
  fails: ['makes no call on its sockets after an interrupted select'],
});
