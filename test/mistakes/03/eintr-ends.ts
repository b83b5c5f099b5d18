import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `      if (isSystemError(error, 'EINTR')) continue;
`,
      replace: ``,
    },
  ],
  fails: ['readTimeout: times out on time though signals interrupt it'],
});
