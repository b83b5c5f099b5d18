import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `    if (!isSystemError(error)) throw error;
    sender.end(error);
    return 'end';`,
      replace: '    throw error;',
    },
    {
      file: 'receive.ts',
      find: 'import { isSystemError, recv }',
      replace: 'import { recv }',
    },
  ],
  fails: ['polling: nothing yet, the end, and an error are told apart'],
});
