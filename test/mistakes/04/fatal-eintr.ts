import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'interest.ts',
      find: `      if (isSystemError(error, 'EINTR')) return [];
`,
      replace: `      void isSystemError;
`,
    },
  ],
  fails: ['level: continues when epoll_wait is interrupted'],
});
