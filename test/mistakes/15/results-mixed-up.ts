import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `    if (n === null) return 'nothing';
    if (n > 0) {`,
      replace: '    if (n !== null && n > 0) {',
    },
  ],
  fails: ['polling: each line is acknowledged when it arrives'],
});
