import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Fork per connection',
  goal: 'An echo server with a process for each client, without zombies, that stops in good order; then a two-way chat.',
  goals: [
    'Explain which descriptors each process holds after fork, and write a server that closes the right ones.',
    'Write a SIGCHLD handler that leaves no zombie, and explain why one signal can stand for many children.',
    'Explain EINTR and SA_RESTART, and write a server that stops in good order on SIGTERM.',
    'Explain how SIGPIPE, EPIPE and ECONNRESET arise, and show how a child survives them.',
    'Explain when close sends a FIN, when it sends a reset, and when shutdown is needed.',
  ],
  buildsOn: ['01'],
  hours: 4,
  files: ['server.ts', 'chat.ts'],
  given: [],
  run: {
    server: 'server.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '02.1', key: 'fork-per-connection/fork', title: 'a child for every connection', file: 'server.ts' },
    { id: '02.2', key: 'fork-per-connection/reap', title: 'reap with SIGCHLD', file: 'server.ts' },
    { id: '02.3', key: 'fork-per-connection/eintr', title: 'EINTR from accept', file: 'server.ts' },
    { id: '02.4', key: 'fork-per-connection/sigpipe', title: 'SIGPIPE and the reset peer', file: 'server.ts' },
    { id: '02.5', key: 'fork-per-connection/shutdown', title: 'close against shutdown', file: 'server.ts' },
    { id: '02.6', key: 'fork-per-connection/chat', title: 'chat', file: 'chat.ts' },
  ],
  diagnoses,
});
