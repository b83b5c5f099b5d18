import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'dispatcher.ts',
      find: `    this.unknown++;
    return null;`,
      replace: `    this.unknown++;
    return encode(code, body);`,
    },
  ],
  fails: ['codes that nobody handles are ignored: holes, the next one, and the largest'],
});
