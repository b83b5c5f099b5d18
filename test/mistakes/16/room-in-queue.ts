import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'opening.ts',
      find: `  listen(listener, 0);
`,
      replace: `  listen(listener, 1);
`,
    },
  ],
  fails: ['SYN_SENT: no answer comes while the queue is full, and one when there is room'],
});
