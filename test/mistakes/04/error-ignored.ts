import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L04-B08',
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
