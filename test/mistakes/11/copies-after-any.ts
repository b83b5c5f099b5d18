import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'zero-copy.ts',
      find: `      if (!isSystemError(error, 'ENOBUFS')) throw error;
`,
      replace: `      if (!isSystemError(error)) throw error;
`,
    },
  ],
  fails: ['zerocopy: short sends, and copies where the kernel locks no more memory'],
});
