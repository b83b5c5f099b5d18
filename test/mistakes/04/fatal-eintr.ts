import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B13',
  edits: [
    {
      file: 'interest.ts',
      find: `      if (isSystemError(error, 'EINTR')) return [];
`,
      replace: `      void isSystemError;
`,
    },
  ],
  fails: ['level: goes on when epoll_wait is interrupted'],
});
