import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'timeouts.ts',
      find: `  } finally {
    fcntl(fd, F_SETFL, flags);
  }
`,
      replace: `    fcntl(fd, F_SETFL, flags);
  } finally {
    void flags;
  }
`,
    },
  ],
  fails: ['connectTimeout: throws ECONNREFUSED when no listener is there'],
  also: ['connectTimeout: gives up when the queue is full', 'connectTimeout: connects'],
});
