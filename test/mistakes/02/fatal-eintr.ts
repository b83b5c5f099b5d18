import { mistake } from '../../../src/lab/mistakes.ts';

export default mistake({
  id: 'L02-B04',
  edits: [
    {
      file: 'server.ts',
      find: `    if (isSystemError(error, 'EINTR')) return null;
`,
      replace: '',
    },
  ],
  fails: ['goes on when accept is interrupted'],
  also: ['stops on SIGTERM once the open conversation has ended'],
});
