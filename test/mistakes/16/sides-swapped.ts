import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'closing.ts',
      find: 'const ports = { local: portOf(server), remote: portOf(client) };',
      replace: 'const ports = { local: portOf(client), remote: portOf(server) };',
    },
  ],
  fails: ['CLOSE_WAIT at the end whose peer closed first'],
});
