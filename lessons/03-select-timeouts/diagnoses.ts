import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  nfds: {
    step: '03.3',
    name: 'nfds is the highest descriptor, and not one more',
    question: 'select looks at the descriptors below nfds. Which one does it not see?',
  },
  'stale-set': {
    step: '03.3',
    name: 'a set is used again as select has left it',
    question: 'Which descriptors are in the set when select has returned? Who is watched in the next call?',
  },
  'stale-time': {
    step: '03.5',
    name: 'a timeval is used again as select has left it',
    question: 'The time was up once. What is left in the timeval, and how long will the next select wait?',
  },
  'eintr-ends': {
    step: '03.1',
    name: 'a signal ends the wait',
    question: 'EINTR: a handler has run. Is your time up, or has anything come?',
  },
  'zero-at-once': {
    step: '03.1',
    name: '0 is taken for no time at all',
    question: '0 means for ever here. What does select do with a timeval of 0, and what with null?',
  },
  'starts-anew': {
    step: '03.1',
    name: 'after EINTR the whole time starts anew',
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
    question: 'The connection was refused, and the socket can be written. Who knows the truth?',
  },
  'blocking-connect': {
    step: '03.2',
    name: 'connect waits by itself',
    question: 'On a blocking socket connect waits for the handshake. Who looks at your clock meanwhile?',
  },
  'flags-left': {
    step: '03.2',
    name: 'the socket stays non-blocking',
    question: 'What does the next read of your caller do, and who is responsible for the flags?',
  },
  'whole-line': {
    step: '03.3',
    name: 'one client is read until its line is complete',
    question: 'The client has sent half a line and goes for lunch. What do the others do?',
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
    question: 'The server waits for you to read, and you wait for it to read. Who moves first?',
  },
  stalled: {
    step: '03.4',
    name: 'one slow client stalls the others, or loses bytes',
    question: 'There is no room for the rest. Do you wait, drop it, or keep it?',
  },
  units: {
    step: '03.1',
    name: 'seconds, milliseconds and microseconds',
    question: 'How many microseconds are in a millisecond, and how many fit into tv_usec?',
  },
  'silent-end': {
    step: '03.6',
    name: 'the server’s early end passes for success',
    question: 'The server ended before you had said everything. Is that what the caller asked for?',
  },
  'late-tick': {
    step: '03.5',
    name: 'the clock starts anew with each event',
    question:
      'A client says something every 20 ms, and the tick is due 200 ms after the last event. When does it come?',
  },
  'blocking-write': {
    step: '03.1',
    name: 'a write that waits for the rest',
    question: 'The socket can be written. Is there room for all of it, or for one byte?',
  },
};
