import { defineLesson } from '#lesson';
import { diagnoses } from './diagnoses.ts';

export default defineLesson({
  title: 'Reactor',
  goal: 'The event loop as a small library, and servers on it that fit on a page.',
  goals: [
    'Write an event loop with callbacks, queued tasks, and all timers on one timerfd.',
    'Explain why code that queues a task must also wake the loop.',
    'Write a connection that sends pending bytes in order, and keeps memory bounded with a high-water mark.',
    'Show with the interest list in /proc for which events each connection is watched.',
    'Write a parser that answers complete requests and keeps incomplete ones.',
  ],
  buildsOn: ['04', '05'],
  hours: 6,
  files: [
    'byte-buffer.ts',
    'poller.ts',
    'channel.ts',
    'timers.ts',
    'loop.ts',
    'acceptor.ts',
    'connection.ts',
    'tcp-server.ts',
    'resp-parser.ts',
    'resp.ts',
  ],
  given: [
    'echo.ts',
    'timer-heap.ts',
    'resp-replies.ts',
    'resp-setup.ts',
    'try.ts',
    'try-connection.ts',
    'try-order.ts',
  ],
  run: {
    server: 'echo.ts',
    talk: 'nc 127.0.0.1 PORT',
  },
  steps: [
    { id: '09.1', key: 'reactor/buffer', title: 'Buffer', file: 'byte-buffer.ts' },
    { id: '09.2', key: 'reactor/poller', title: 'Poller', file: 'poller.ts' },
    { id: '09.3', key: 'reactor/channel', title: 'Channel', file: 'channel.ts' },
    { id: '09.4', key: 'reactor/loop', title: 'EventLoop and its timers', file: 'loop.ts' },
    { id: '09.5', key: 'reactor/acceptor', title: 'Acceptor', file: 'acceptor.ts' },
    { id: '09.6', key: 'reactor/connection', title: 'Connection', file: 'connection.ts' },
    { id: '09.7', key: 'reactor/server', title: 'TcpServer', file: 'tcp-server.ts' },
    { id: '09.8', key: 'reactor/resp', title: 'a RESP server', file: 'resp-parser.ts' },
  ],
  diagnoses,
});
