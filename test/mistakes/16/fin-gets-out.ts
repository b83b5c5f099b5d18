import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'closing.ts',
      find: `  fill(client);
`,
      replace: '',
    },
  ],
  fails: ['FIN_WAIT1: the FIN does not get out'],
});
