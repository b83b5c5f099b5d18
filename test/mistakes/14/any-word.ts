import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'return kind.words.includes(text) ? text : null;',
      replace: 'return text;',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
