import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'daemon.ts',
      find: '  return read(status, Buffer.alloc(1)) === 1 ? 0 : 1;',
      replace: '  return read(status, Buffer.alloc(1)) === 99 ? 1 : 0;',
    },
  ],
  fails: ['the launcher ends with status 1 and a sentence when the daemon cannot start'],
  also: ['a second start is refused, and one after kill -9 is not'],
});
