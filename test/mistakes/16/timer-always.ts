import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'number === 0 ? null : {', replace: 'Number.parseInt(time, 16) === 0 ? null : {' }],
  fails: ['timers by their names, and when they expire'],
});
