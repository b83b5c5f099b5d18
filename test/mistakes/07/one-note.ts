import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    const bytes = Buffer.alloc(64);
`,
      replace: `    const bytes = Buffer.alloc(1);
`,
    },
  ],
  fails: ['SIGINT: all processes exit at once, also after SIGTERM'],
});
