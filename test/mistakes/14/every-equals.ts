import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: 'const value = valueFrom(line.slice(equals + 1).trim(), kind);',
      replace: "const value = valueFrom((line.split('=')[1] ?? '').trim(), kind);",
    },
  ],
  fails: ['reads the settings of a file, and defaults for the rest'],
});
