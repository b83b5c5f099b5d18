import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'config.ts',
      find: "if (kind.kind === 'text') return text;",
      replace: "if (kind.kind === 'text') return text === '' ? null : text;",
    },
  ],
  fails: ['reads the settings of a file, and defaults for the rest'],
});
