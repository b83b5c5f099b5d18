import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'parent.ts',
      find: `    kill(dead.pid, SIGKILL);
`,
      replace: ``,
    },
  ],
  fails: ['the only worker dies while a client waits: its successor serves that client at once'],
});
