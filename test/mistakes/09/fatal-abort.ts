import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'acceptor.ts',
      find: `        if (goneBefore(error)) continue;
`,
      replace: ``,
    },
    {
      file: 'acceptor.ts',
      find: `import { goneBefore, log,`,
      replace: `import { log,`,
    },
  ],
  fails: ['goes on after a connection that has gone, and ends on an error that it does not know'],
});
