import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'realtime.ts',
      find: `    fcntl(fd, F_SETSIG, SIGNAL);
`,
      replace: '',
    },
    {
      file: 'realtime.ts',
      find: 'import { F_SETSIG, fcntl, retryOnEintr',
      replace: 'import { retryOnEintr',
    },
  ],
  fails: ['real-time signals: each line is acknowledged when it arrives'],
});
