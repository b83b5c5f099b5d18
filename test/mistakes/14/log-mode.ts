import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'log.ts', find: 'O_CREAT | O_CLOEXEC, MODE', replace: 'O_CREAT | O_CLOEXEC' }],
  fails: ['writes each line with one write'],
});
