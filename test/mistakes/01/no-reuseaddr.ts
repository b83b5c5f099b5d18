import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true); // before bind, which checks it
`,
      replace: '',
    },
    {
      file: 'server.ts',
      find: '  listen(listener, SOMAXCONN);',
      replace: `  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, true);
  listen(listener, SOMAXCONN);`,
    },
  ],
  fails: ['starts again at once on the same port'],
});
