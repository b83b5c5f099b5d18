import { mistake } from '#lesson';

export default mistake({
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
