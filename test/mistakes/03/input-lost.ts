import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    else if (!inputEnded) readable.add(STDIN);
`,
      replace: `    if (!inputEnded) readable.add(STDIN);
`,
    },
  ],
  fails: ['client: reads while the server does not read'],
  // Passes if the client has sent all of its input before the end of that comes.
  also: ['client: goes on after short writes, and after calls that find nothing'],
});
