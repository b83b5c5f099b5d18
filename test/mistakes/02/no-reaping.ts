import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L02-B01',
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGCHLD, reapChildren);
`,
      replace: '',
    },
  ],
  fails: ['leaves no zombie when clients leave one after the other'],
  also: ['leaves nothing behind after any of the tests above'],
});
