import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `serveFiles(conn, directory, () => serving.stopped);`,
      replace: `serveFiles(conn, directory);`,
    },
  ],
  fails: ['SIGTERM: a client that goes on asking does not hold its thread'],
});
