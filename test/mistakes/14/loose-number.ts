import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'return /^\\d+$/.test(text) && value >= kind.min && value <= kind.max ? value : null;',
      replace:
        "return Number.isFinite(value) && (text === '' || value >= kind.min) && value <= kind.max ? value : null;",
    },
    {
      file: 'config.ts',
      find: 'const value = Number(text);',
      replace: 'const value = Number.parseInt(text, 10) || Number(text);',
    },
  ],
  fails: ['names file and line of what it refuses'],
});
