import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (!isSystemError(error)) throw error;
`,
      replace: ``,
    },
  ],
  fails: ['ends a child on an error that is a bug, and says so'],
});
