import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `  signal(SIGCHLD, reapChildren);
`,
      replace: '',
    },
  ],
  fails: ['leaves no zombie when clients leave one after another'],
  also: ['leaves nothing behind after any of the tests above'],
});
