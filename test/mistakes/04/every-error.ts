import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'interest.ts',
      find: `      if (isSystemError(error, 'EINTR')) return [];
      throw error;
`,
      replace: `      if (isSystemError(error)) return [];
      throw error;
`,
    },
    {
      file: 'level.ts',
      find: `        if (!nothingLeft(error)) throw error;
`,
      replace: `        void nothingLeft;
`,
    },
    {
      file: 'edge.ts',
      find: `        if (!nothingLeft(error)) throw error;
`,
      replace: `        void nothingLeft;
`,
    },
  ],
  fails: [
    'level: ends on an error of epoll_wait that is no interruption',
    'level: accepts the next connection after one that has failed',
    'edge: accepts the next connection after one that has failed',
  ],
});
