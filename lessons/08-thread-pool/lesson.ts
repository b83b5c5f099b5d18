import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Thread pool',
  goal: 'One queue between a thread that accepts and threads that serve: a mutex, a condition, and a stop that loses no client.',
  goals: [
    'Write a bounded queue in shared memory, with a mutex and a condition.',
    'Explain why a wait stands in a while, and when a signal is lost.',
    'Explain which thread closes a connection when all threads share one table of descriptors.',
    'Show that connections wait in order in the queue of the listener while your own queue is full.',
    'Write a stop that serves accepted connections and wakes threads that sleep in recv.',
  ],
  buildsOn: ['06', '07'],
  hours: 4,
  files: ['queue.ts', 'pool.ts', 'worker.ts', 'server.ts', 'serving.ts'],
  given: ['try.ts', 'try-thread.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/08-thread-pool'],
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
    elsewhere: true,
  },
  steps: [
    { id: '08.1', key: 'thread-pool/ring', title: 'a ring in shared memory', file: 'queue.ts' },
    { id: '08.2', key: 'thread-pool/wait', title: 'lock, wait, signal', file: 'queue.ts' },
    { id: '08.3', key: 'thread-pool/factory', title: 'the factory', file: 'pool.ts' },
    { id: '08.4', key: 'thread-pool/serve', title: 'one accepts, the others serve', file: 'worker.ts' },
    { id: '08.5', key: 'thread-pool/full', title: 'a full queue', file: 'server.ts' },
    { id: '08.6', key: 'thread-pool/stop', title: 'a graceful stop', file: 'serving.ts' },
  ],
  diagnoses,
});
