import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'lines.ts',
      find: `      if (at + 1 === length) break;
`,
      replace: ``,
    },
  ],
  fails: ['lines are found, wherever they are cut'],
});
