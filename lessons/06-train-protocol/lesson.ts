import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'The train protocol',
  goal: 'Transfer files over a byte stream in messages of your own: each file arrives whole and verified, or not at all.',
  goals: [
    'Write a sender and a receiver for a given wire format, byte by byte, in network order.',
    'Write a receive loop that handles every cut of the stream, and tells an orderly end from a broken message.',
    'Write a client that verifies size and checksum, and replaces the old file in one atomic step.',
    'Explain why SIGPIPE ends a process without any failed call, and show it with a client that closes.',
    'Explain which lengths and names from a peer are dangerous, and refuse them before they do harm.',
  ],
  buildsOn: ['02', '05'],
  hours: 5,
  files: ['train.ts', 'server.ts', 'client.ts', 'names.ts'],
  given: ['yard.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/06-train-protocol'],
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
    elsewhere: true,
  },
  steps: [
    { id: '06.1', key: 'train-protocol/send', title: 'sendTrain', file: 'train.ts' },
    { id: '06.2', key: 'train-protocol/recv-cycle', title: 'recvCycle', file: 'train.ts' },
    { id: '06.3', key: 'train-protocol/server', title: 'the server sends a file', file: 'server.ts' },
    {
      id: '06.4',
      key: 'train-protocol/client',
      title: 'the client keeps a file, whole or not at all',
      file: 'client.ts',
    },
    { id: '06.5', key: 'train-protocol/vanished', title: 'a client that vanishes', file: 'server.ts' },
    { id: '06.6', key: 'train-protocol/lies', title: 'engines and names that lie', file: 'train.ts' },
  ],
  diagnoses,
});
