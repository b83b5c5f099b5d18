import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: '    log(`accepted ${show(peer)}`);',
      replace: '    log(`accepted ${show(getpeername(fd))}`);',
    },
    {
      file: 'server.ts',
      find: `  type Fd,
`,
      replace: `  type Fd,
  getpeername,
`,
    },
  ],
  fails: ['survives a client that resets before it is accepted'],
});
