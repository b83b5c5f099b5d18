import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'I/O models',
  goal: 'The five I/O models on one task, and the fifth one again as a server: a proactor on io_uring.',
  goals: [
    'Tell from /proc which I/O model a program uses: where it sleeps, in which call, with which flags.',
    'Explain why one SIGIO stands for many arrivals, and what the kernel does when no more real-time signals can be queued.',
    'Share the two rings of an io_uring with the kernel, and say whose each byte is at each moment.',
    'Write a proactor: multishot accept and receive, provided buffers, back-pressure, cancellation.',
    'Show that at its end nothing is under way.',
  ],
  buildsOn: ['02', '04', '09'],
  hours: 8,
  files: [
    'blocking.ts',
    'receive.ts',
    'polling.ts',
    'multiplexed.ts',
    'sigio.ts',
    'realtime.ts',
    'ring.ts',
    'completions.ts',
    'buffers.ts',
    'client.ts',
    'wake.ts',
    'proactor.ts',
  ],
  given: ['task.ts', 'aio.ts', 'entry.ts', 'tags.ts', 'timer.ts'],
  run: {
    server: 'proactor.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '15.1', key: 'io-models/blocking', title: 'blocking', file: 'blocking.ts' },
    { id: '15.2', key: 'io-models/polling', title: 'non-blocking', file: 'receive.ts' },
    { id: '15.3', key: 'io-models/multiplexed', title: 'multiplexed', file: 'multiplexed.ts' },
    { id: '15.4', key: 'io-models/signals', title: 'signal-driven', file: 'sigio.ts' },
    { id: '15.5', key: 'io-models/completions', title: 'asynchronous', file: 'ring.ts' },
    { id: '15.6', key: 'io-models/proactor', title: 'a proactor', file: 'client.ts' },
    { id: '15.7', key: 'io-models/stop', title: 'its end', file: 'proactor.ts' },
  ],
  diagnoses,
});
