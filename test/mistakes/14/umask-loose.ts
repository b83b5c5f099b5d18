import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'daemon.ts', find: 'umask(0o027)', replace: 'umask(0o007)' }],
  fails: ['the daemon has a session without a terminal, the directory / and a sane umask'],
});
