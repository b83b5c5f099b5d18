import { mistake } from '#lesson';

export default mistake({
  edits: [
    {
      file: 'worker.ts',
      find: 'answers.put({ ...job,',
      replace: 'answers.offer({ ...job,',
    },
    {
      file: 'workers.ts',
      find: 'MessageQueue.create(jobs + workers + 2, ',
      replace: 'MessageQueue.create(64, ',
    },
  ],
  fails: ['SIGTERM: the jobs that run are answered, and no slot that rests is waited for'],
});
