import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L03-B08',
  edits: [
    {
      file: 'timeouts.ts',
      find: `  fcntl(fd, F_SETFL, flags | O_NONBLOCK);
`,
      replace: `  fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
`,
    },
  ],
  fails: ['connectTimeout: gives up when the queue is full'],
});
