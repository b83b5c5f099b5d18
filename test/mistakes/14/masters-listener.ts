import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'listener.ts',
      find: "  if (way === 'shared') listen(fd, SOMAXCONN);",
      replace: '  listen(fd, SOMAXCONN);',
    },
  ],
  fails: ['no process keeps a listener that it does not serve'],
});
