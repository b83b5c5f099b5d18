import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Process pool',
  goal: 'Workers made before the clients come, and connections passed to them as descriptors.',
  goals: [
    'Explain why a descriptor number means nothing in another process, and pass the open file with SCM_RIGHTS.',
    'Write a parent that accepts only the connections that an idle worker can take.',
    'Show with /proc which process holds which end of a channel, and explain why a forgotten copy hides an end.',
    'Write the replacement of dead workers so that neither a failing fork nor a worker that dies at its start harms the pool.',
    'Write a stop that completes transfers under way, with a signal handler that only leaves a note in a self-pipe.',
  ],
  buildsOn: ['02', '04', '06'],
  hours: 5,
  files: ['workers.ts', 'channel.ts', 'worker.ts', 'parent.ts'],
  given: ['server.ts', 'try.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/07-process-pool'],
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
    elsewhere: true,
  },
  steps: [
    { id: '07.1', key: 'process-pool/workers', title: 'make workers', file: 'workers.ts' },
    { id: '07.2', key: 'process-pool/descriptors', title: 'sendFd and recvFd', file: 'channel.ts' },
    { id: '07.3', key: 'process-pool/worker', title: `the worker's loop`, file: 'worker.ts' },
    { id: '07.4', key: 'process-pool/hand-out', title: 'the parent hands out', file: 'parent.ts' },
    { id: '07.5', key: 'process-pool/death', title: 'a worker dies', file: 'parent.ts' },
    { id: '07.6', key: 'process-pool/exit', title: 'two ways to exit', file: 'parent.ts' },
  ],
  diagnoses,
});
