import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Zero-copy',
  goal: 'Send and receive files without copying their bytes through your memory, in five ways, and know when that pays.',
  goals: [
    'Send a file by read and write, mmap, sendfile, splice and MSG_ZEROCOPY, and tell for each how often its bytes are copied.',
    'Handle short counts, full sockets and files that change size while they are sent, for each of these calls.',
    'Store an upload that never shows half a file, without its bytes passing through your memory.',
    'Read completions from the error queue, and say which memory belongs to the kernel at each moment.',
    'Measure system calls, bytes and CPU time of each way, and say where plain copying wins.',
  ],
  buildsOn: ['04', '06'],
  hours: 5,
  files: [
    'answer.ts',
    'copy.ts',
    'mapped.ts',
    'sent-file.ts',
    'pipes.ts',
    'spliced.ts',
    'upload.ts',
    'zero-copy.ts',
    'server.ts',
  ],
  given: ['ways.ts', 'loop.ts', 'requests.ts', 'folder.ts', 'discard.ts', 'connection.ts', 'service.ts'],
  run: {
    server: 'server.ts',
    talk: "printf 'GET name\\n' | nc -q 1 127.0.0.1 PORT | tail -c +9",
    elsewhere: true,
  },
  steps: [
    { id: '11.1', key: 'zero-copy/copy', title: 'read and send', file: 'copy.ts' },
    { id: '11.2', key: 'zero-copy/mmap', title: 'mmap', file: 'mapped.ts' },
    { id: '11.3', key: 'zero-copy/sendfile', title: 'sendfile', file: 'sent-file.ts' },
    { id: '11.4', key: 'zero-copy/splice', title: 'splice through a pipe', file: 'spliced.ts' },
    { id: '11.5', key: 'zero-copy/upload', title: 'an upload by splice', file: 'upload.ts' },
    { id: '11.6', key: 'zero-copy/zerocopy', title: 'MSG_ZEROCOPY', file: 'zero-copy.ts' },
  ],
  diagnoses,
});
