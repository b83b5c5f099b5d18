import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'rows.ts', find: 'ms: 10 * Number.parseInt(time, 16)', replace: 'ms: Number.parseInt(time, 16)' }],
  fails: ['timers by their names, and when they expire'],
});
