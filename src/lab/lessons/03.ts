import type { Lesson } from '../lesson.ts';

export const lesson03: Lesson = {
  id: '03',
  slug: 'select-timeouts',
  title: 'Select and time-outs',
  goal: 'Calls that give up in time, a server that waits for all its clients at once, and a client that sends and receives at the same time.',
  files: ['timeouts.ts', 'server.ts', 'client.ts', 'try.ts'],
  run: { server: 'server.ts', talk: 'nc 127.0.0.1 PORT' },
  steps: [
    {
      id: '03.1',
      key: 'select-timeouts/read-write-accept',
      title: 'read, write and accept with a time-out',
      file: 'timeouts.ts',
      hints: [
        'A blocking call waits for ever. select waits for a descriptor and for the clock, and tells which came first. Only then make the call, so that it does not block any more.',
        'A new FdSet with fd in it, select(fd + 1, …). 0: throw new SystemError("select", ETIMEDOUT). EINTR: again, with the same timeval: Linux has written into it what is left. Then recv or send with MSG_DONTWAIT.',
        'for (;;) { const set = new FdSet(); set.add(fd); try { if (select(fd + 1, set, null, null, left) > 0) return; } catch (error) { EINTR: continue; else throw } throw new SystemError("select", ETIMEDOUT); }',
      ],
    },
    {
      id: '03.2',
      key: 'select-timeouts/connect',
      title: 'connect with a time-out',
      file: 'timeouts.ts',
      hints: [
        'connect on a non-blocking socket begins the handshake and returns. When the socket can be written it is over, one way or the other. Who says which?',
        'fcntl(F_GETFL), fcntl(F_SETFL, flags | O_NONBLOCK); connect throws EINPROGRESS; waitFor(fd, "write", …); getsockopt(fd, SOL_SOCKET, SO_ERROR). And the flags go back in a finally.',
        'try { if (started(fd, address)) return; waitFor(…); const errno = getsockopt(…); if (errno !== 0) throw new SystemError("connect", errno); } finally { fcntl(fd, F_SETFL, flags); }',
      ],
    },
    {
      id: '03.3',
      key: 'select-timeouts/server',
      title: 'a server on select',
      file: 'server.ts',
      hints: [
        'One process, many descriptors: ask the kernel which of them has something, and do only that. The sets go in full and come back with the ready ones only.',
        'Sets made anew for each call: the listener and all clients. nfds is the highest descriptor plus one. After EINTR the sets say nothing: clear them. read: null is nothing, 0 the end.',
        'highest = Math.max(…); select(highest + 1, readable, writable, null, this.#patience()) in a try; catch EINTR: readable.clear(); writable.clear(). Then return { readable, writable }.',
      ],
    },
    {
      id: '03.4',
      key: 'select-timeouts/limits',
      title: 'slow clients, and the wall at 1,024',
      file: 'server.ts',
      hints: [
        'A client that does not read must cost neither bytes nor time: keep what did not fit, and come back when there is room. And an fd_set has 1,024 bits, whatever the descriptor limit is.',
        'client.pending keeps a copy of what write did not take. A client with something pending is in writable, and not in readable. A descriptor of FD_SETSIZE or more: log, close, continue.',
        'client.pending = taken < bytes.length ? Buffer.from(bytes.subarray(taken)) : EMPTY; in #wait: pending.length > 0: writable.add(fd), readable.delete(fd).',
      ],
    },
    {
      id: '03.5',
      key: 'select-timeouts/tick',
      title: 'a clock beside the clients',
      file: 'server.ts',
      hints: [
        'Something has to happen every so often, however much or little the clients say. So the wait ends at a fixed moment, and not so long after the last event.',
        'Each time: from now until #nextTick, as a new timeval. A timeval that is used again holds what was left of it, and after a time-out that is nothing.',
        'const ms = Math.max(0, Math.ceil(next - performance.now())); return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };',
      ],
    },
    {
      id: '03.6',
      key: 'select-timeouts/client',
      title: 'a client on select',
      file: 'client.ts',
      hints: [
        'The client of lesson 01 sent a piece and waited for its echo. With a whole file as input it should send and receive at the same time, and the end of the input is not the end of the answers.',
        'Watch the connection for reading always, for writing only while something is pending, and standard input only while nothing is. At the end of the input: shutdown(conn, SHUT_WR), and read on.',
        'if (writable.has(conn)) pending = pending.subarray(write(conn, pending) ?? 0); if (readable.has(STDIN)) read into input, 0: inputEnded and shutdown; if (readable.has(conn)) 0: return, or a Failure when the input had not ended.',
      ],
    },
  ],
  mistakes: {
    'L03-B01': {
      slug: 'nfds',
      name: 'nfds is the highest descriptor, and not one more',
      question: 'select looks at the descriptors below nfds. Which one does it not see?',
    },
    'L03-B02': {
      slug: 'stale-set',
      name: 'a set is used again as select has left it',
      question: 'Which descriptors are in the set when select has returned? Who is watched in the next call?',
    },
    'L03-B03': {
      slug: 'stale-time',
      name: 'a timeval is used again as select has left it',
      question: 'The time was up once. What is left in the timeval, and how long will the next select wait?',
    },
    'L03-B19': {
      slug: 'eintr-ends',
      name: 'a signal ends the wait',
      question: 'EINTR: a handler has run. Is your time up, or has anything come?',
    },
    'L03-B20': {
      slug: 'zero-at-once',
      name: '0 is taken for no time at all',
      question: '0 means for ever here. What does select do with a timeval of 0, and what with null?',
    },
    'L03-B04': {
      slug: 'starts-anew',
      name: 'after EINTR the whole time starts anew',
      question: 'A signal comes twice a second and you wait for one second. When is the time up?',
    },
    'L03-B05': {
      slug: 'beyond-the-set',
      name: 'a descriptor beyond the set',
      question: 'An fd_set has 1,024 bits. What do you do with descriptor 1,024?',
    },
    'L03-B06': {
      slug: 'no-etimedout',
      name: 'a time-out that looks like something else',
      question: 'Your function returned 0. Has the time run out, or has the stream ended?',
    },
    'L03-B07': {
      slug: 'writable-is-connected',
      name: 'writable is taken for connected',
      question: 'The connection was refused, and the socket can be written. Who knows the truth?',
    },
    'L03-B08': {
      slug: 'blocking-connect',
      name: 'connect waits by itself',
      question: 'On a blocking socket connect waits for the handshake. Who looks at your clock meanwhile?',
    },
    'L03-B09': {
      slug: 'flags-left',
      name: 'the socket stays non-blocking',
      question: 'What does the next read of your caller do, and who is responsible for the flags?',
    },
    'L03-B10': {
      slug: 'whole-line',
      name: 'one client is read until its line is complete',
      question: 'The client has sent half a line and goes for lunch. What do the others do?',
    },
    'L03-B11': {
      slug: 'closed-in-set',
      name: 'a closed descriptor stays in the set',
      question: 'What does select say about a descriptor that is not open, and when will that change?',
    },
    'L03-B12': {
      slug: 'close-at-eof',
      name: 'the client leaves at the end of its input',
      question: 'You have sent everything. Where are the answers to the last part?',
    },
    'L03-B13': {
      slug: 'send-first',
      name: 'the client sends all before it reads',
      question: 'The server waits for you to read, and you wait for it to read. Who moves first?',
    },
    'L03-B14': {
      slug: 'stalled',
      name: 'one slow client stalls the others, or loses bytes',
      question: 'There is no room for the rest. Do you wait, drop it, or keep it?',
    },
    'L03-B15': {
      slug: 'units',
      name: 'seconds, milliseconds and microseconds',
      question: 'How many microseconds are in a millisecond, and how many fit into tv_usec?',
    },
    'L03-B16': {
      slug: 'silent-end',
      name: 'the server’s early end passes for success',
      question: 'The server ended before you had said everything. Is that what the caller asked for?',
    },
    'L03-B17': {
      slug: 'late-tick',
      name: 'the clock starts anew with each event',
      question:
        'A client says something every 20 ms, and the tick is due 200 ms after the last event. When does it come?',
    },
    'L03-B18': {
      slug: 'blocking-write',
      name: 'a write that waits for the rest',
      question: 'The socket can be written. Is there room for all of it, or for one byte?',
    },
  },
};
