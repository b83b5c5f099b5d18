import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'return /^\\d+$/.test(text) && value >= kind.min && value <= kind.max ? value : null;',
      replace: 'return /^\\d+$/.test(text) ? value : null;',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
