import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'server.ts',
      find: `mode === 'reactor' ? new Workers(loop, mode, threads, directory, told) : null`,
      replace: `mode === 'reactor' ? null : null`,
    },
  ],
  fails: [
    'the trace says who reads: the workers in the reactor, the loop in the proactor, whose workers open the files',
  ],
});
