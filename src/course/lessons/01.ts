import type { Lesson } from '../lesson.ts';

const file = 'server.ts';

export const lesson01: Lesson = {
  id: '01',
  slug: 'blocking-server',
  title: 'Blocking server',
  goal: 'An echo server that serves one client at a time and that no rude client can break, and its client.',
  run: { server: 'server.ts', talk: 'nc 127.0.0.1 PORT' },
  files: ['server.ts', 'write-all.ts', 'client.ts'],
  steps: [
    {
      id: '01.1',
      key: 'blocking-server/listen',
      title: 'listen',
      file,
      hints: [
        'Four calls make a listener: create a socket, set one option, give it an address, tell the kernel to queue connections.',
        'socket(AF_INET, SOCK_STREAM), setsockopt(…, SOL_SOCKET, SO_REUSEADDR, true) before bind, bind to { family: AF_INET, address: INADDR_LOOPBACK, port }, listen(fd, SOMAXCONN).',
        'Each call takes the descriptor that socket returned; return that descriptor. bind wants the port as people write it: it swaps the bytes itself.',
      ],
    },
    {
      id: '01.2',
      key: 'blocking-server/accept',
      title: 'accept in a loop',
      file,
      hints: [
        'A server never ends: it takes one connection, serves it, closes it, and takes the next.',
        'accept(listener) waits for a connection and returns { fd, peer }. Log "accepted" and show(peer), call echo(fd), close(fd).',
        'for (;;) { take one; log it; serve it; close it }. The close belongs in a finally block: it must run however echo ends.',
      ],
    },
    {
      id: '01.3',
      key: 'blocking-server/echo',
      title: 'echo until end of file',
      file,
      hints: [
        'TCP carries bytes, not messages: read what is there, write all of that, until the client has no more to say.',
        'read(conn, buffer) returns how many bytes came, 0 at end of file. write may take fewer bytes than you gave it: go on from where it stopped.',
        'Two loops: the outer one reads until 0; the inner one writes buffer.subarray(done, n) until done equals n.',
      ],
    },
    {
      id: '01.4',
      key: 'blocking-server/rude-clients',
      title: 'survive rude clients',
      file,
      hints: [
        'A client may reset the connection at any moment. That is the end of that connection, not of the server: what catches the error that echo throws? It takes three places: the loop of 01.2, connectionLost, and the start of the program.',
        'read throws ECONNRESET; write throws ECONNRESET or EPIPE, and EPIPE comes with a SIGPIPE that would end the process: send(conn, bytes, MSG_NOSIGNAL) instead of write, or ignore the signal once at the start.',
        'Around echo, in the loop of 01.2: try { echo(fd) } catch (error) { connectionLost(peer, error) } finally { close(fd) }. In connectionLost: if (!isSystemError(error)) throw error; log(…).',
      ],
    },
    {
      id: '01.5',
      key: 'blocking-server/client',
      title: 'the client',
      file: 'client.ts',
      hints: [
        'Read a piece of standard input, send it, read exactly as many bytes back, print them; at the end of the input say so to the server.',
        'socket and connect; read(0, …); send all of it; then read from the socket until as many bytes have come back as were sent. One read may bring fewer.',
        'At end of input: shutdown(fd, SHUT_WR), and read until 0. A server that closes early is an error: print it and exit with status 1.',
      ],
    },
  ],
  mistakes: {
    'L01-B01': {
      slug: 'swapped-port',
      step: '01.1',
      name: 'the port is swapped twice',
      question: 'A port travels in network byte order. Who swaps it here, you or bind?',
    },
    'L01-B02': {
      slug: 'no-reuseaddr',
      step: '01.1',
      name: 'no SO_REUSEADDR, or set too late',
      question:
        'The side that closes first keeps the connection in TIME_WAIT for a minute. Which option lets bind share a port with that, and when does bind look at it?',
    },
    'L01-B03': {
      slug: 'one-client',
      step: '01.2',
      name: 'one client, then no more',
      question: 'Which line takes the next connection from the queue once the first client has gone?',
    },
    'L01-B04': {
      slug: 'eof-ignored',
      step: '01.3',
      name: 'end of file is not noticed',
      question: 'What does read return when the client has closed its side, and how often will it return that?',
    },
    'L01-B05': {
      slug: 'no-close',
      step: '01.2',
      name: 'the accepted descriptor is never closed',
      question: 'accept made a new descriptor. Who gives it back, and what does the client see until then?',
    },
    'L01-B06': {
      slug: 'short-write',
      step: '01.3',
      name: 'a short write is ignored',
      question: 'write returns how many bytes it took. What becomes of the others?',
    },
    'L01-B07': {
      slug: 'one-read',
      step: '01.3',
      name: 'one read is taken for the whole message',
      question: 'Where in a stream of bytes does a message end, and who told read?',
    },
    'L01-B08': {
      slug: 'whole-buffer',
      step: '01.3',
      name: 'the whole buffer is echoed, not what was read',
      question: 'read filled the front of the buffer. What is in the rest of it?',
    },
    'L01-B09': {
      slug: 'fatal-reset-stream',
      step: '01.4',
      name: 'a reset in the middle of the stream ends the server',
      question: 'One client has gone. For whom does the server still run?',
    },
    'L01-B10': {
      slug: 'wrong-address',
      step: '01.1',
      name: 'it listens on the wrong address or with the wrong backlog',
      question: 'Who may connect to 0.0.0.0, and how many connections may wait while you serve one?',
    },
    'L01-B12': {
      slug: 'fatal-reset',
      step: '01.2',
      name: 'a client that resets ends the server',
      question:
        'Which call throws when the peer has reset, and how far up does the error travel before somebody catches it?',
    },
    'L01-B13': {
      slug: 'sigpipe',
      step: '01.4',
      name: 'SIGPIPE ends the server',
      question:
        'The client has closed, and has answered your last write with a reset. The next write raises a signal. What is its default action, and how do you get an error instead?',
    },
    'L01-B14': {
      slug: 'leak-on-error',
      step: '01.2',
      name: 'the descriptor is closed only when all goes well',
      question: 'echo threw. Which line after it did not run?',
    },
    'L01-B15': {
      slug: 'client-one-read',
      step: '01.5',
      name: 'the client takes one read for the whole answer',
      question: 'You sent n bytes. How many reads does it take to get them back?',
    },
    'L01-B16': {
      slug: 'client-no-eof',
      step: '01.5',
      name: 'the client does not tell the server that it has finished',
      question: 'The input has ended. Which call sends a FIN and still lets you read?',
    },
    'L01-B17': {
      slug: 'client-silent',
      step: '01.5',
      name: 'the client hides that the server went away',
      question: 'The stream ended before all bytes came back. What does the exit status say?',
    },
  },
};
