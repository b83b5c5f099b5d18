import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Sticky packets',
  goal: 'Messages on a byte stream in three framings, read by blocking and by incremental code, however the network cuts them.',
  goals: [],
  buildsOn: ['01'],
  hours: 3,
  files: ['stream.ts', 'encoders.ts', 'blocking.ts', 'decoders.ts'],
  given: ['receiver.ts', 'sender.ts'],
  run: {
    server: 'receiver.ts',
    args: ['--framing', 'lines'],
    talk: 'npm run lesson 05 run sender -- --framing lines --port PORT',
    elsewhere: true,
  },
  steps: [
    { id: '05.1', key: 'sticky-packets/readn', title: 'readn and writen', file: 'stream.ts' },
    { id: '05.2', key: 'sticky-packets/fixed', title: 'fixed-length records', file: 'blocking.ts' },
    { id: '05.3', key: 'sticky-packets/lines', title: 'lines, with MSG_PEEK', file: 'blocking.ts' },
    { id: '05.4', key: 'sticky-packets/length', title: 'a length before each message', file: 'blocking.ts' },
    { id: '05.5', key: 'sticky-packets/decoders', title: 'incremental decoders', file: 'decoders.ts' },
  ],
  diagnoses,
});
