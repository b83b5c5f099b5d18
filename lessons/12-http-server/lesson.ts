import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'HTTP server',
  goal: 'A web server that browsers and load generators can use, and that rude clients cannot trick.',
  goals: [
    'Write a parser as a finite state machine that takes its bytes in any pieces.',
    'Decide where a request ends, and explain how two servers that disagree about it can be tricked.',
    'Serve files without leaving their folder, and large ones with sendfile.',
    'End a connection so that the last answer arrives, and show with the kernel what a close with unread bytes does.',
    'Bound the time of slow clients with one timer, and show that they cost nobody else anything.',
  ],
  buildsOn: ['05', '08', '09'],
  uses: ['reactor'],
  hours: 10,
  files: [
    'lines.ts',
    'request-line.ts',
    'request.ts',
    'body.ts',
    'files.ts',
    'handler.ts',
    'persistence.ts',
    'lingering.ts',
    'connection.ts',
    'file-body.ts',
    'output.ts',
    'deadlines.ts',
    'server.ts',
  ],
  given: ['refusal.ts', 'characters.ts', 'types.ts', 'answer.ts', 'owner.ts', 'try.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/12-http-server'],
    talk: 'curl -i http://127.0.0.1:PORT/README.md',
  },
  steps: [
    { id: '12.1', key: 'http-server/lines', title: 'lines', file: 'lines.ts' },
    { id: '12.2', key: 'http-server/request', title: 'the request', file: 'request.ts' },
    { id: '12.3', key: 'http-server/body', title: 'bodies', file: 'body.ts' },
    { id: '12.4', key: 'http-server/files', title: 'files', file: 'files.ts' },
    { id: '12.5', key: 'http-server/connection', title: 'connections', file: 'connection.ts' },
    { id: '12.6', key: 'http-server/sendfile', title: 'the body by sendfile', file: 'file-body.ts' },
    { id: '12.7', key: 'http-server/time', title: 'time', file: 'deadlines.ts' },
  ],
  diagnoses,
});
