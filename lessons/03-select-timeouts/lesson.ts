import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Select and time-outs',
  goal: 'Calls with a time-out, a server that waits for all its clients at once, and a client that sends and receives at the same time.',
  goals: [
    'Write read, write, accept and connect with a time-out that holds although signals interrupt the wait.',
    'Explain what select does to its sets and its timeval, and why readiness is a hint.',
    'Explain how a non-blocking connect succeeds or fails, and show the result with SO_ERROR.',
    'Write a server in one process on select that bounds slow clients and keeps its own clock.',
    'Explain the limits of select: FD_SETSIZE, and the work for each call.',
  ],
  buildsOn: ['01', '02'],
  hours: 4,
  files: ['timeouts.ts', 'server.ts', 'client.ts'],
  given: ['try.ts'],
  run: {
    server: 'server.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    {
      id: '03.1',
      key: 'select-timeouts/read-write-accept',
      title: 'read, write and accept with a time-out',
      file: 'timeouts.ts',
    },
    { id: '03.2', key: 'select-timeouts/connect', title: 'connect with a time-out', file: 'timeouts.ts' },
    { id: '03.3', key: 'select-timeouts/server', title: 'a server on select', file: 'server.ts' },
    { id: '03.4', key: 'select-timeouts/limits', title: 'slow clients, and the wall at 1,024', file: 'server.ts' },
    { id: '03.5', key: 'select-timeouts/tick', title: 'a clock beside the clients', file: 'server.ts' },
    { id: '03.6', key: 'select-timeouts/client', title: 'a client on select', file: 'client.ts' },
  ],
  diagnoses,
});
