import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Sticky packets',
  goal: 'Send messages over a byte stream in three framings, and read them with blocking and with incremental code, however the stream is cut.',
  goals: [
    'Explain why a stream has no message borders, and why pauses between sends do not make any.',
    'Write readn and writen, and readers for fixed records, lines and messages behind a length.',
    'Write incremental decoders that never wait, keep copies only, and do work in proportion to the bytes.',
    'Explain why a length from a peer is compared with a maximum before memory or time is spent on it.',
    'Show with a trace or a clock what a peek in a loop and two small writes cost.',
  ],
  buildsOn: ['01'],
  hours: 4,
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
