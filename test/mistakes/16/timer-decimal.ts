import { mistake } from '#lesson';

export default mistake({
  edits: [
    { file: 'rows.ts', find: 'ms: 10 * Number.parseInt(time, 16)', replace: 'ms: 10 * Number.parseInt(time, 10)' },
  ],
  fails: ['timers by their names, and when they expire'],
});
