import { mistake } from '../../../src/course/mistakes/known-mistakes.ts';

export default mistake({
  id: 'L06-B22',
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
