import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: `    if (conn === 'lost') {
      log('lost a client: no descriptor came with its message');
      reportFree(channel);
      continue;
    }
`,
      replace: `    if (conn === 'lost') return 0;
`,
    },
  ],
  fails: ['a worker that has no descriptor left loses that client only'],
});
