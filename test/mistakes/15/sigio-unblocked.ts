import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'realtime.ts',
      find: 'SIG_BLOCK, [SIGNAL, SIGIO]',
      replace: 'SIG_BLOCK, [SIGNAL]',
    },
  ],
  fails: ['real-time signals: when no more can be queued, SIGIO comes instead'],
});
