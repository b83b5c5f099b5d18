import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'owner.ts',
      find: 'connection.finish();',
      replace: 'connection.close();',
    },
  ],
  fails: ['SIGTERM: a client that reads late gets all its answers, one that never reads is cut off after the grace'],
});
