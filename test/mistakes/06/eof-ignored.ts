import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'train.ts',
      find: `      if (n === 0) break;
`,
      replace: `      if (n === 0) continue;
`,
    },
  ],
  fails: ['receives trains that arrive whole'],
});
