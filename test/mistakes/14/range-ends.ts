import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'config.ts', find: 'value <= kind.max', replace: 'value < kind.max' }],
  fails: ['reads the settings of a file, and defaults for the rest'],
});
