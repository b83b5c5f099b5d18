import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'pid-file.ts', find: 'if (fstat(fd).links > 0) {', replace: 'if (fstat(fd).links >= 0) {' }],
  fails: ['a start that has opened the pid file of a daemon which then ends has a pid file all the same'],
});
