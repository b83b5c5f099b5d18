import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `    if (!isSystemError(error) && !(error instanceof TrainError)) throw error;
    log`,
      replace: `    if (!(error instanceof TrainError)) throw error;
    log`,
    },
  ],
  fails: ['survives a client that resets in the middle of a file'],
  also: ['survives a client that closes in the middle of a file'],
});
