import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'files.ts',
      find: `  const query = path.indexOf('?');
  const raw = query < 0 ? path : path.slice(0, query);
  const name = decoded(raw);
`,
      replace: `  const whole = decoded(path);
  const query = whole.indexOf('?');
  const name = query < 0 ? whole : whole.slice(0, query);
`,
    },
  ],
  fails: ['a path is decoded once, and names a file or nothing'],
});
