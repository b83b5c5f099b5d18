import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owner.ts',
      find: 'if (waiting || connection.lastActive > since) continue;',
      replace: 'if (waiting || connection.lastActive > since) return;',
    },
  ],
  fails: ['each loop closes its silent connections, and keeps clients that talk or wait for an answer'],
});
