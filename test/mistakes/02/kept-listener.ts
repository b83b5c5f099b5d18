import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    close(listener); // or the port stays open for as long as this client talks
`,
      replace: '',
    },
  ],
  fails: ['closes in each process the descriptor that it does not need'],
  also: ['stops on SIGTERM once the open conversation has ended'],
});
