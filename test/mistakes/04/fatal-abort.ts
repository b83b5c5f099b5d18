import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `        if (goneBefore(error)) continue;
`,
      replace: `        void goneBefore;
`,
    },
    {
      file: 'edge.ts',
      find: `        if (goneBefore(error)) continue;
`,
      replace: `        void goneBefore;
`,
    },
  ],
  fails: [
    'level: accepts the next connection after one that has failed',
    'edge: accepts the next connection after one that has failed',
  ],
});
