import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B13',
  edits: [{ file: 'server.ts', find: '        stopping = true;', replace: '        _exit(0);' }],
  fails: ['stops on SIGTERM once the open conversation has ended'],
});
