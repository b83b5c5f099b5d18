import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: 'if (!isSystemError(error)) throw error;',
      replace: `if (!isSystemError(error, 'ECONNRESET')) throw error;`,
    },
  ],
  fails: ['polling: nothing yet, the end, and an error are told apart'],
  also: [
    'multiplexed: a sender that ends or resets is not asked again',
    'signals: a sender that ends or resets ends alone',
  ],
});
