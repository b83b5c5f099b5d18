/** The known mistakes with peers that are not there. */
export const absent = {
  'no-keepalive': {
    step: '16.7',
    name: 'keepalive has times, and is not switched on',
    question: 'TCP_KEEPIDLE says when. Which option says that?',
  },
  'two-hours': {
    step: '16.7',
    name: `keepalive with the system's times`,
    question: 'Without TCP_KEEPIDLE the first question comes after two hours. Who waits that long?',
  },
  'no-user-timeout': {
    step: '16.7',
    name: 'no time limit for acknowledgements',
    question: 'Keepalive asks a connection that is silent. Is one silent that has bytes to send again?',
  },
  'limit-always': {
    step: '16.7',
    name: `a time limit that nobody asked for`,
    question: `With a time limit keepalive ends a connection when the limit is over, whatever TCP_KEEPCNT says. Which number means none?`,
  },
  'nothing-is-end': {
    step: '16.7',
    name: `no bytes taken for the end`,
    question: `recv returns null when there are no bytes yet, and 0 at the end. Are both false?`,
  },
  'nothing-is-data': {
    step: '16.7',
    name: `no bytes taken for data`,
    question: `recv returns null when there are no bytes yet. Has it read any?`,
  },
  'data-is-end': {
    step: '16.7',
    name: `data taken for the end`,
    question: `recv returns the number of bytes that it has read. Which number is the end of the stream?`,
  },
  'error-of-read': {
    step: '16.7',
    name: `an error of recv ends the program`,
    question: `The error may come after SO_ERROR was asked: then recv reports it. Who catches it, and which errors can it be?`,
  },
  'bug-is-news': {
    step: '16.7',
    name: 'a bug of the program is taken for the end of the connection',
    question: 'A TypeError is no error of the system. What does your program make of its code, which it does not have?',
  },
  'error-asked-twice': {
    step: '16.7',
    name: `SO_ERROR is asked twice`,
    question: `Reading SO_ERROR clears it. What does the second read say?`,
  },
  'only-recv': {
    step: '16.7',
    name: 'an error behind the end of the stream is not seen',
    question: 'After the end of the stream, recv returns 0 for ever. Where is the error of the reset?',
  },
  'end-is-error': {
    step: '16.7',
    name: 'the end of a direction is taken for the end of the connection',
    question: 'The client has ended its direction, and may still read. What does a FIN say, and what does it not say?',
  },
};
