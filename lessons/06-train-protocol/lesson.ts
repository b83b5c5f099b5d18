import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'The train protocol',
  goal: 'Messages on a byte stream, and a file transfer on them that arrives whole and verified, or not at all.',
  goals: [],
  buildsOn: ['05'],
  hours: 3,
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
