import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: '  umask(0o027);',
      replace: '  umask(0);',
    },
    {
      file: 'log.ts',
      find: 'const MODE = 0o640;',
      replace: 'const MODE = 0o666;',
    },
  ],
  fails: ['the daemon has a session without a terminal, the directory / and a sane umask'],
});
