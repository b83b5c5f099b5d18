import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'acceptor.ts',
      find: `        if (!nothingLeft(error)) throw error;
`,
      replace: ``,
    },
    {
      file: 'acceptor.ts',
      find: `import { goneBefore, log, nothingLeft, show }`,
      replace: `import { goneBefore, log, show }`,
    },
  ],
  fails: ['goes on after a connection that has gone, and ends on an error that it does not know'],
});
