import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: '  for (const fd of [0, 1, 2]) dup2(nothing, fd);',
      replace: '  for (const fd of [0, 1]) dup2(nothing, fd);',
    },
  ],
  fails: ['the launcher ends with status 0 once the daemon serves'],
});
