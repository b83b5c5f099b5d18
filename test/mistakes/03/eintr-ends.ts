import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B19',
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
