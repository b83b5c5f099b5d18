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
  fails: ['readTimeout: keeps to its time though signals interrupt it'],
});
