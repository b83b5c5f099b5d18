import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B06',
  edits: [
    {
      file: 'server.ts',
      find: `    close(listener); // or the port stays open for as long as this client talks
`,
      replace: '',
    },
  ],
  fails: ['closes in each process what that process does not need'],
  also: ['stops on SIGTERM once the open conversation has ended'],
});
