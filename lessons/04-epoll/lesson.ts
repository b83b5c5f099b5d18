import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Epoll, level and edge',
  goal: 'Serve thousands of clients in one process: two echo servers on epoll, level-triggered and edge-triggered, that lose no byte and never spin.',
  goals: [
    'Explain why an event of epoll costs the same with ten watched descriptors as with ten thousand.',
    'Write a level-triggered and an edge-triggered server, and say when each mode reports a descriptor again.',
    'Send to a client that does not read: no lost byte, bounded memory, and EPOLLOUT only while bytes are pending.',
    'Show a server’s interest list in /proc, and tell from it and the socket queues why a connection stands still.',
    'Handle EINTR, EMFILE, a half-closed connection and a reset without stopping the service of other clients.',
  ],
  buildsOn: ['01', '02', '03'],
  hours: 4,
  files: ['interest.ts', 'level.ts', 'edge.ts'],
  given: [],
  run: {
    server: 'level.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '04.1', key: 'epoll/interest', title: 'the interest list', file: 'interest.ts' },
    { id: '04.2', key: 'epoll/level', title: 'the level-triggered server', file: 'level.ts' },
    { id: '04.3', key: 'epoll/output', title: 'output that does not fit', file: 'level.ts' },
    { id: '04.4', key: 'epoll/edge', title: 'the edge-triggered server', file: 'edge.ts' },
    { id: '04.5', key: 'epoll/hang-up', title: 'hang-up, error, and the last request', file: 'edge.ts' },
  ],
  diagnoses,
});
