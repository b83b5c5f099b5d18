import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'client.ts',
      find: `    this.connection.lastActive = performance.now();
`,
      replace: '',
    },
  ],
  fails: ['each loop closes its silent connections, and keeps clients that talk or wait for an answer'],
});
