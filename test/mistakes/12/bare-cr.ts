import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'lines.ts',
      find: `      if (bytes[at + 1] !== LF) throw new Refusal(400, 'CR without LF');`,
      replace: `      if (bytes[at + 1] !== LF) continue;`,
    },
  ],
  fails: ['only CR LF ends a line, and control characters are refused'],
});
