import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `      if (isSystemError(error, 'EINTR')) continue;
      throw error;
`,
      replace: `      if (isSystemError(error, 'EINTR')) continue;
`,
    },
    {
      file: 'server.ts',
      find: `      if (!isSystemError(error, 'EINTR')) throw error;
`,
      replace: `      if (!isSystemError(error)) throw error;
`,
    },
  ],
  fails: [
    'readTimeout: throws an error of select that is no interruption',
    'ends on an error of select that is no interruption',
  ],
});
