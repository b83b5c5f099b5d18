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
  'seconds-twice': {
    name: 'the seconds are counted twice',
    question:
      'A timeval is the sum of its two fields. 1,100 ms are one second and how many microseconds, when the second is in tv_sec already?',
  },
  'no-wait': {
    step: '03.1',
    name: 'ETIMEDOUT before the time is up',
    question: 'In which call does the process sleep until the time is up, and what does this call return then?',
  },
  'no-select': {
    name: 'the program does not wait with select',
    question: 'One call waits for all descriptors at once. Which one is it, and where does your program sleep instead?',
  },
  'spinning-client': {
    step: '03.6',
    name: 'the client runs in a loop and never sleeps',
    question: 'Which condition ends the loop, and what could make it true while the client does not return to select?',
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
  'null-returned': {
    step: '03.1',
    name: 'a ready descriptor is taken for a promise',
    question:
      'select has reported bytes, and another process has read them. What does recv return, and is your time up?',
  },
  'every-error': {
    name: 'every error of select is taken for the same',
    question: 'select has failed, and not with EINTR. What has happened to your time, and to your descriptors?',
  },
  sigpipe: {
    step: '03.1',
    name: 'a send that raises SIGPIPE',
    question: 'The peer has gone, and the caller has not ignored SIGPIPE. Which flag of send gives an error instead?',
  },
  'stale-after-eintr': {
    step: '03.3',
    name: 'the sets are read after EINTR',
    question: 'select was interrupted. Who has written the bits that are in your sets now?',
  },
  'again-is-end': {
    step: '03.3',
    name: 'would-block is taken for the end of the stream',
    question: 'read returned null. Has the client gone, or was there nothing to read after all?',
  },
  'no-descriptors': {
    step: '03.3',
    name: 'no descriptors left: the listener stays in the set',
    question: 'accept4 threw EMFILE, and the connection is still in the queue. What does the next select report?',
  },
  'shared-slice': {
    step: '03.4',
    name: 'a slice of the shared buffer is kept',
    question: 'The bytes of the next client are read into the same buffer. What is in your slice then?',
  },
  'read-while-pending': {
    step: '03.4',
    name: 'the server reads on before all pending bytes are written',
    question: 'Some pending bytes are not written yet, and you read more. Where do you keep the new bytes?',
  },
  'no-retry': {
    step: '03.5',
    name: 'the pause in accepting never ends',
    question: 'No client has left, and no tick is due. When does select return, and when was the pause over?',
  },
  'input-lost': {
    step: '03.6',
    name: 'the client loses a part of its input',
    question: 'A part of the input is not sent yet, and you read more, or nothing. What is in `pending` then?',
  },
  'blocking-client': {
    step: '03.6',
    name: 'the client waits for room and nothing else',
    question: 'The server reads again when you have read its answers. Who reads them while you wait for room?',
  },
};
