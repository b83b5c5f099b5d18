import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Select and time-outs',
  goal: 'Calls that give up in time, a server that waits for all its clients at once, and a client that sends and receives at the same time.',
  goals: [],
  buildsOn: ['01'],
  hours: 3,
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
