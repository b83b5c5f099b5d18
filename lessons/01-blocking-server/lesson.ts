import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Blocking server',
  goal: 'An echo server that serves one client at a time and that no rude client can break, and its client.',
  goals: [
    'Write a listener with socket, setsockopt, bind and listen, and explain what SO_REUSEADDR and the backlog change.',
    'Explain what the kernel does for a client before accept, and show its queue and the states of its connection.',
    'Write loops around read and write that handle partial reads, short writes and end of file.',
    'Write a server that survives resets and SIGPIPE, and that closes every descriptor it has accepted.',
    'Explain the difference between shutdown and close, and write a client that ends one direction and reads on.',
  ],
  buildsOn: [],
  hours: 3,
  files: ['server.ts', 'write-all.ts', 'client.ts'],
  given: [],
  run: {
    server: 'server.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '01.1', key: 'blocking-server/listen', title: 'listen', file: 'server.ts' },
    { id: '01.2', key: 'blocking-server/accept', title: 'accept in a loop', file: 'server.ts' },
    { id: '01.3', key: 'blocking-server/echo', title: 'echo until end of file', file: 'server.ts' },
    { id: '01.4', key: 'blocking-server/rude-clients', title: 'survive rude clients', file: 'server.ts' },
    { id: '01.5', key: 'blocking-server/client', title: 'the client', file: 'client.ts' },
  ],
  diagnoses,
});
