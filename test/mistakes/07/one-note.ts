import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    const bytes = Buffer.alloc(64);
`,
      replace: `    const bytes = Buffer.alloc(1);
`,
    },
  ],
  fails: ['SIGINT: everybody leaves at once, also after a SIGTERM'],
});
