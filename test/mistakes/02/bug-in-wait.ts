import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `      if (!isSystemError(error, 'EINTR')) throw error;
`,
      replace: ``,
    },
  ],
  fails: ['ends on an error that is a bug while it waits for its children'],
});
