import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'blocking.ts',
      find: `  for (const _ of senders) waitpid(-1);
`,
      replace: '',
    },
    {
      file: 'blocking.ts',
      find: 'recv, waitpid }',
      replace: 'recv }',
    },
  ],
  fails: ['blocking: each line is acknowledged when it arrives'],
});
