import { mistake } from '#lesson';

export default mistake({
  edits: [{ file: 'worker.ts', find: 'queues[job.from]?.post', replace: 'queues[0]?.post' }],
  fails: ['answers come in the order of the requests, though workers finish in another'],
});
