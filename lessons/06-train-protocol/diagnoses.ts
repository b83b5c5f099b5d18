import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'recv-once': {
    step: '06.2',
    name: 'recv is taken for recvCycle',
    question:
      'You asked for 1,000 bytes and 300 were there. What does recv return, and what will you take for the next engine?',
  },
  'eof-ignored': {
    step: '06.2',
    name: 'the end of the stream is not seen',
    question: 'recv returned 0. What will it return when you call it again?',
  },
  'short-accepted': {
    step: '06.2',
    name: 'a car that ended too early passes for a whole one',
    question: 'The stream ended after 10 of 1,000 bytes. Is that a train?',
  },
  'engine-once': {
    step: '06.2',
    name: 'the engine is read with a single recv',
    question: 'Two bytes of four have come. What does the number that you read consist of?',
  },
  'full-cars': {
    step: '06.1',
    name: 'every car is sent with 1,000 bytes',
    question: 'The last car is short. How many bytes does its engine announce, and how many follow?',
  },
  'end-train': {
    step: '06.3',
    name: 'the empty train is missing, or sent twice',
    question: 'A file of 2,000 bytes: how many cars, and which train comes after the last one?',
  },
  text: {
    step: '06.3',
    name: 'the contents are treated as text',
    question: 'What becomes of the byte 0xff when you make a string of it and bytes again?',
  },
  'their-name': {
    step: '06.6',
    name: 'the client writes wherever the server says',
    question: 'The server answers with a name that you did not ask for. Whose folder is it?',
  },
  'any-name': {
    name: 'the server opens any path',
    question: 'A client asks for ../../etc/passwd. What does open make of it?',
  },
  sigpipe: {
    step: '06.5',
    name: 'SIGPIPE ends the child',
    question: 'The client has gone and you still write. Which signal comes, and what is its default action?',
  },
  'short-write': {
    step: '06.1',
    name: 'a short write is taken for a whole one',
    question: 'write returned 7, and you gave it more. Where are the other bytes?',
  },
  'size-32': {
    step: '06.3',
    name: 'the size has 32 bits only',
    question: 'What is 4 GiB and 5 bytes, in 32 bits?',
  },
  'no-maximum': {
    step: '06.6',
    name: 'any length is believed',
    question: 'An engine says 4,294,967,295. How long would you wait, and where would you put it?',
  },
  'fatal-missing': {
    step: '06.3',
    name: 'a file that cannot be opened ends the conversation',
    question: 'ENOENT is an answer to a question, not an accident. Who is waiting to hear it?',
  },
  leak: {
    step: '06.3',
    name: 'the file stays open after it was sent',
    question: 'The client asks for a thousand files, one after the other. How many are open then?',
  },
  'little-endian': {
    step: '06.1',
    name: 'numbers in the wrong byte order',
    question: 'Which byte of the length comes first on the wire?',
  },
  chatty: {
    step: '06.4',
    name: 'progress stops the transfer',
    question: 'Nobody reads your standard output. What does write do once the pipe is full?',
  },
  'in-place': {
    step: '06.4',
    name: 'the file is written under its own name from the start',
    question: 'The transfer breaks off half way. What stands under the name now, and what stood there before?',
  },
  unverified: {
    step: '06.4',
    name: 'nobody compares the checksum',
    question: 'As many bytes as announced, and one of them wrong. Who notices?',
  },
  'size-unchecked': {
    step: '06.4',
    name: 'more or fewer bytes than announced pass',
    question: 'The server announced 1,000 bytes and keeps sending. When do you stop?',
  },
  'draft-left': {
    step: '06.4',
    name: 'an unfinished file stays behind',
    question: 'The transfer has failed. Who removes what is already there?',
  },
  'fatal-reset': {
    step: '06.5',
    name: `an error of one client is nobody's`,
    question: 'read threw ECONNRESET. Who catches it, and what does the log say?',
  },
  'to-the-end': {
    step: '06.3',
    name: 'the file is sent to its end, wherever that is now',
    question: 'You announced a size, and the file has changed since. What does the client believe?',
  },
  'one-request': {
    step: '06.3',
    name: 'one answer, then the end',
    question: 'The client has more questions. What has it done to say that it has none?',
  },
};
