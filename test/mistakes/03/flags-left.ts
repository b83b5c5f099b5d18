import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B09',
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
  fails: ['connectTimeout: says that nobody listens'],
  also: ['connectTimeout: gives up when the queue is full', 'connectTimeout: connects'],
});
