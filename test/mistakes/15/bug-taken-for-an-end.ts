import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `    if (!isSystemError(error)) throw error;
    sender.end(error);`,
      replace: '    sender.end(error as SystemError);',
    },
    {
      file: 'receive.ts',
      find: `import { isSystemError, recv } from '#sys';`,
      replace: `import { recv, type SystemError } from '#sys';`,
    },
  ],
  fails: ['polling: nothing yet, the end, and an error are told apart'],
});
