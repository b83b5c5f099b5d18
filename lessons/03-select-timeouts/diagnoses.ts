import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  nfds: {
    step: '03.3',
    name: 'nfds is the highest descriptor instead of one more',
    question: 'select checks the descriptors below nfds. Which one does it leave out?',
  },
  'stale-set': {
    step: '03.3',
    name: 'a set is used again as select has left it',
    question:
      'Which descriptors are in the set when select has returned, and which does the next call watch with this set?',
  },
  'stale-time': {
    step: '03.5',
    name: 'a timeval is used again as select has left it',
    question: 'After a time-out, which time is left in the timeval, and how long will the next select wait?',
  },
  'eintr-ends': {
    step: '03.1',
    name: 'a signal ends the wait',
    question: 'EINTR: a handler has run. Is your time up, or have bytes arrived?',
  },
  'zero-at-once': {
    step: '03.1',
    name: '0 is taken for a time-out at once',
    question: '0 means for ever here. What does select do with a timeval of 0, and what with null?',
  },
  'starts-anew': {
    step: '03.1',
    name: 'after EINTR the wait starts again with the whole time',
    question: 'A signal comes twice a second and you wait for one second. When is the time up?',
  },
  'beyond-the-set': {
    step: '03.4',
    name: 'a descriptor beyond the set',
    question: 'An fd_set has 1,024 bits. What do you do with descriptor 1,024?',
  },
  'no-etimedout': {
    step: '03.1',
    name: 'a time-out that looks like something else',
    question: 'Your function returned 0. Has the time run out, or has the stream ended?',
  },
  'writable-is-connected': {
    step: '03.2',
    name: 'writable is taken for connected',
    question: 'The connection was refused, and the socket is writable. Which socket option holds the error?',
  },
  'blocking-connect': {
    step: '03.2',
    name: 'connect on a blocking socket',
    question: 'On a blocking socket connect waits for the handshake. How long, and how could your time-out end it?',
  },
  'flags-left': {
    step: '03.2',
    name: 'the socket stays non-blocking',
    question: 'What does the next read of your caller do, and which line restores the flags after an error?',
  },
  'whole-line': {
    step: '03.3',
    name: 'one client is read until its line is complete',
    question: 'A client sends half a line and then nothing for an hour. What happens to the other clients?',
  },
  'closed-in-set': {
    name: 'a closed descriptor stays in the set',
    question: 'What does select say about a descriptor that is not open, and when will that change?',
  },
  'close-at-eof': {
    step: '03.6',
    name: 'the client leaves at the end of its input',
    question: 'You have sent everything. Where are the answers to the last part?',
  },
  'send-first': {
    step: '03.6',
    name: 'the client sends all before it reads',
    question: 'The server reads again when you read, and you read when it has read everything. How can that go on?',
  },
  stalled: {
    step: '03.4',
    name: 'one slow client stalls the others, or loses bytes',
    question: 'write took a part of the bytes, because there is no more room. Where does the rest wait?',
  },
  units: {
    step: '03.1',
    name: 'seconds, milliseconds and microseconds',
    question: 'How many microseconds are in a millisecond, and how many fit into tv_usec?',
  },
  'silent-end': {
    step: '03.6',
    name: 'the early end of the server passes for success',
    question: 'The server ended before your input did. Which exit status tells the caller?',
  },
  'late-tick': {
    step: '03.5',
    name: 'the clock starts again with each event',
    question: 'A client sends every 20 ms, and the tick is due 200 ms after the last event. When does it come?',
  },
  'blocking-write': {
    step: '03.1',
    name: 'a write that waits for the rest',
    question: 'The socket is writable. Is there room for all the bytes, or for some of them?',
  },
};
