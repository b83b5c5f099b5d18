import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'level.ts',
      find: `      void events;
`,
      replace: `      if ((events & 0x18) !== 0) return;
`,
    },
  ],
  fails: ['level: survives clients that reset'],
  also: ['leaves nothing behind after any of the tests above'],
});
