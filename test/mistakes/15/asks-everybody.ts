import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'realtime.ts',
      find: '(sender) => (signo !== SIGIO && sender.fd !== fd) || drain(sender)',
      replace: '(sender) => signo + (fd ?? 0) > 0 && drain(sender)',
    },
  ],
  fails: ['real-time signals: each line is acknowledged when it arrives'],
});
