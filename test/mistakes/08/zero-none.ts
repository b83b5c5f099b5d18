import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'queue.ts',
      find: `      return job;
`,
      replace: `      return job || null;
`,
    },
  ],
  fails: ['several jobs offered at once wake as many threads'],
});
