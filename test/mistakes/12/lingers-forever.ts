import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    limits.lingering = linger;
`,
      replace: ``,
    },
  ],
  fails: ['a client that takes nothing, or does not end, is not waited for without end'],
});
