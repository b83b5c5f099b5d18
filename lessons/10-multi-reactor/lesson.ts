import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Multi-reactor',
  goal: 'A loop for each thread, workers for what computes, and a bank whose books are right under any load.',
  goals: [
    'Write a queue between threads that wakes a loop, and explain which wake-up can be lost.',
    'Explain why a connection belongs to one loop, and show with /proc to which.',
    'Let workers compute while loops serve, and send their answers in order, to the right client or to nobody.',
    'Lock two accounts so that no transfer is lost and no two transfers wait for each other.',
    'Stop threads in an order in which no answer is lost.',
  ],
  buildsOn: ['05', '08', '09'],
  hours: 6,
  files: [
    'ring.ts',
    'task-queue.ts',
    'loop-thread.ts',
    'loop-pool.ts',
    'owner.ts',
    'client.ts',
    'worker.ts',
    'bank.ts',
    'server.ts',
  ],
  given: [
    'tasks.ts',
    'job-queue.ts',
    'frames.ts',
    'teller.ts',
    'interest.ts',
    'gates.ts',
    'try.ts',
    'try-thread.ts',
    'talk.ts',
  ],
  uses: ['reactor'],
  run: {
    server: 'server.ts',
    talk: 'npm run lesson 10 run talk -- --port PORT',
    elsewhere: true,
  },
  steps: [
    { id: '10.1', key: 'multi-reactor/queue', title: 'tasks between threads', file: 'task-queue.ts' },
    { id: '10.2', key: 'multi-reactor/loops', title: 'a loop for each thread', file: 'loop-thread.ts' },
    { id: '10.3', key: 'multi-reactor/owner', title: 'a connection has one owner', file: 'owner.ts' },
    { id: '10.4', key: 'multi-reactor/workers', title: 'workers, and answers in order', file: 'client.ts' },
    { id: '10.5', key: 'multi-reactor/idle', title: 'idle connections', file: 'owner.ts' },
    { id: '10.6', key: 'multi-reactor/bank', title: 'a bank', file: 'bank.ts' },
    { id: '10.7', key: 'multi-reactor/stop', title: 'a stop in order', file: 'server.ts' },
  ],
  diagnoses,
});
