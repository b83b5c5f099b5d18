import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L07-B30',
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
