import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'dispatcher.ts',
      find: `    this.unknown++;
`,
      replace: '',
    },
  ],
  fails: ['codes that nobody handles are ignored: holes, the next one, and the largest'],
});
