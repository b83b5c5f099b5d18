import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    left -= n;
`,
      replace: `    left = 0;
`,
    },
  ],
  fails: ['client: prints an answer that arrives in pieces'],
  also: ['client: prints the echo of its standard input', 'client: fails when the server goes away'],
});
