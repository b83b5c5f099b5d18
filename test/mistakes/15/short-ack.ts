import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'receive.ts',
      find: `import { writeAll } from '#program';
`,
      replace: '',
    },
    {
      file: 'receive.ts',
      find: 'isSystemError, recv }',
      replace: 'isSystemError, recv, write }',
    },
    {
      file: 'receive.ts',
      find: 'writeAll(sender.fd',
      replace: 'write(sender.fd',
    },
  ],
  fails: ['polling: each line is acknowledged when it arrives'],
});
