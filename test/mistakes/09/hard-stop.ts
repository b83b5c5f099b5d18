import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'tcp-server.ts',
      find: `    for (const connection of [...this.connections]) connection.finish();
`,
      replace: `    for (const connection of [...this.connections]) connection.close();
`,
    },
  ],
  fails: ['SIGTERM: the port closes, pending bytes are sent, the server exits'],
});
