import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'swapped-port': {
    step: '01.1',
    name: 'the port is swapped twice',
    question: 'A port travels in network byte order. Which code swaps its bytes here: yours, or bind?',
  },
  'no-reuseaddr': {
    step: '01.1',
    name: 'no SO_REUSEADDR, or set too late',
    question:
      'The side that closes first keeps the connection in TIME_WAIT for a minute. Which option lets bind take that port all the same, and when does bind check it?',
  },
  'one-client': {
    step: '01.2',
    name: 'only the first client is served',
    question: 'Which line takes the next connection from the queue once the first client has gone?',
  },
  'eof-ignored': {
    step: '01.3',
    name: 'end of file is not noticed',
    question: 'What does read return when the client has ended its direction, and how often does it return that?',
  },
  'bug-swallowed': {
    step: '01.4',
    name: 'errors that are bugs are swallowed',
    question:
      'A client that resets is no reason to end. A misspelt name in echo is one. Which class do the errors of system calls have, and what becomes of all others?',
  },
  'no-close': {
    step: '01.2',
    name: 'the accepted descriptor is never closed',
    question: 'accept made a new descriptor. Which line closes it, and what does the client see until then?',
  },
  'short-write': {
    step: '01.3',
    name: 'a short write is ignored',
    question: 'write returns how many bytes it took. Which line sends the rest?',
  },
  'one-read': {
    step: '01.3',
    name: 'one read is taken for the whole message',
    question: 'A stream of bytes has no borders between messages. How many reads can one message take?',
  },
  'whole-buffer': {
    step: '01.3',
    name: 'the whole buffer is echoed, not the bytes that were read',
    question: 'read filled the front of the buffer. What is in the rest of it?',
  },
  'fatal-reset-stream': {
    step: '01.4',
    name: 'a reset in the middle of the stream ends the server',
    question: 'One client has gone. Which clients does that concern, and what should the server do next?',
  },
  'wrong-address': {
    step: '01.1',
    name: 'the wrong address to listen on, or too small a backlog',
    question: 'Which machines can connect to 0.0.0.0, and how many connections can wait while you serve one?',
  },
  'fatal-reset': {
    step: '01.2',
    name: 'a client that resets ends the server',
    question: 'Which call throws when the peer has reset, and which catch stops the error?',
  },
  sigpipe: {
    step: '01.4',
    name: 'SIGPIPE ends the server',
    question:
      'The client has closed, and has answered your last write with a reset. The next write raises a signal. What is its default action, and how do you get an error instead?',
  },
  'leak-on-error': {
    step: '01.2',
    name: 'the descriptor is closed only when all goes well',
    question: 'echo threw an error. Which line after it did not run?',
  },
  'client-one-read': {
    step: '01.5',
    name: 'the client takes one read for the whole answer',
    question: 'You sent n bytes. How many reads does it take to get them back?',
  },
  'client-no-eof': {
    step: '01.5',
    name: 'the client does not tell the server that it has finished',
    question: 'Your input has ended. Which call sends a FIN and still lets you read?',
  },
  'client-silent': {
    step: '01.5',
    name: 'the early end of the server passes for success',
    question: 'The stream ended before all bytes came back. Which exit status tells a script?',
  },
};
