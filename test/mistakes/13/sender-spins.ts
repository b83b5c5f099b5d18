import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'outbox.ts',
      find: `      if (taken === null) break;
`,
      replace: `      if (taken === null) continue;
`,
    },
  ],
  fails: ['a reader that is slow gets every byte, and the sender sleeps meanwhile'],
});
