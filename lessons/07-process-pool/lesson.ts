import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Process pool',
  goal: 'Workers made before the clients come, and connections passed to them as descriptors.',
  goals: [],
  buildsOn: ['02', '04', '06'],
  hours: 3,
  files: ['workers.ts', 'channel.ts', 'worker.ts', 'server.ts'],
  given: ['try.ts'],
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
    { id: '07.4', key: 'process-pool/hand-out', title: 'the parent hands out', file: 'server.ts' },
    { id: '07.5', key: 'process-pool/death', title: 'a worker dies', file: 'server.ts' },
    { id: '07.6', key: 'process-pool/exit', title: 'two ways to exit', file: 'server.ts' },
  ],
  diagnoses,
});
