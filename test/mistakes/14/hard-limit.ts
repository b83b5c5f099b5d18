import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'work.ts',
      find: '{ soft: Math.min(soft, hard), hard }',
      replace: '{ soft: Math.min(soft, hard), hard: Math.min(soft, hard) }',
    },
  ],
  fails: ['each worker has the limit of the settings, and the next reload can raise it'],
});
