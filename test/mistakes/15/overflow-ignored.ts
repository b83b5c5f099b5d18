import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'realtime.ts',
      find: '(sender) => (signo !== SIGIO && sender.fd !== fd) || drain(sender)',
      replace: '(sender) => signo === SIGIO || sender.fd !== fd || drain(sender)',
    },
  ],
  fails: ['real-time signals: when no more can be queued, SIGIO comes instead'],
});
