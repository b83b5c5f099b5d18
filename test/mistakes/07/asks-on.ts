import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `serveFiles(conn, directory, () => isToldToExit(channel));`,
      replace: `serveFiles(conn, directory);`,
    },
    {
      file: 'worker.ts',
      find: `import { isToldToExit, recvFd, reportFree }`,
      replace: `import { recvFd, reportFree }`,
    },
  ],
  fails: ['SIGTERM: a client that goes on asking does not hold the pool'],
});
