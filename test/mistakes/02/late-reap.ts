import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'chat.ts',
      find: `  signal(SIGCHLD, reap);
  reap();
`,
      replace: `  signal(SIGCHLD, reap);
`,
    },
  ],
  fails: ['chat: reaps a writer that ends before the handlers are installed'],
});
