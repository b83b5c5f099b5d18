import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: 'answers.put({ ...job, body: compute(job.body, gates) });',
      replace: `{
      compute(job.body, gates);
      answers.put(job);
    }`,
    },
  ],
  fails: ['workers do jobs while the loop serves others'],
});
