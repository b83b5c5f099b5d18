import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, a question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'recv-once': {
    step: '06.2',
    name: 'one recv is taken for a whole car',
    question:
      'You asked for 1,000 bytes and 300 have come. What does recv return, and which bytes do you take for the next engine?',
  },
  'eof-ignored': {
    step: '06.2',
    name: 'the end of the stream is ignored',
    question: 'recv returned 0. What will it return when you call it again?',
  },
  'short-accepted': {
    step: '06.2',
    name: 'a car that is cut off is taken for a whole one',
    question: 'The stream ended after 10 of 1,000 bytes. Is that a train?',
  },
  'engine-once': {
    step: '06.2',
    name: 'the engine is read with a single recv',
    question: 'Two bytes of an engine have come. Which four bytes make the number that you read?',
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
    question: 'The byte 0xff is decoded to a string and encoded again. Which bytes come out?',
  },
  'their-name': {
    step: '06.6',
    name: 'the client accepts the name that the server chose',
    question: 'The server answers with a name that you did not ask for. Which file would you write?',
  },
  'any-name': {
    name: 'the server opens any path',
    question: 'A client asks for ../../etc/passwd. Which file does open return?',
  },
  sigpipe: {
    step: '06.5',
    name: 'SIGPIPE ends the child',
    question: 'The client has gone, and you write on. Which signal comes, and what is its default action?',
  },
  'short-write': {
    step: '06.1',
    name: 'a short write is taken for a whole one',
    question: 'write returned 7, but you gave it more bytes. Where are the others?',
  },
  'size-32': {
    step: '06.3',
    name: 'the size has 32 bits only',
    question: 'Which number do 32 bits hold for a size of 4 GiB and 5 bytes?',
  },
  'no-maximum': {
    step: '06.6',
    name: 'the length has no maximum',
    question: 'An engine announces 4,294,967,295 bytes. How long do you wait, and where do you put them?',
  },
  'size-unknown': {
    name: 'a file of unknown size is sent as an empty one',
    question: 'fstat gives the size 0 for /proc/self/status. How many bytes does read return?',
  },
  'fatal-missing': {
    step: '06.3',
    name: 'a file that cannot be opened ends the conversation',
    question: 'A file that does not exist is an everyday request. What does the client get when open throws ENOENT?',
  },
  leak: {
    step: '06.3',
    name: 'the file stays open after it is sent',
    question: 'The client asks for a thousand files, one after the other. How many are open then?',
  },
  'little-endian': {
    step: '06.1',
    name: 'numbers in the wrong byte order',
    question: 'Which byte of the length comes first on the wire?',
  },
  chatty: {
    step: '06.4',
    name: 'progress messages stop the transfer',
    question: 'Your standard output is a pipe without a reader. What does write do when the pipe is full?',
  },
  'in-place': {
    step: '06.4',
    name: 'the file is written under its final name from the start',
    question: 'The transfer breaks off half way. What is under the name now, and where is the old file?',
  },
  unverified: {
    step: '06.4',
    name: 'the checksum is not compared',
    question: 'All announced bytes have come, and one of them is wrong. Where does your client notice it?',
  },
  'size-unchecked': {
    step: '06.4',
    name: 'more or fewer bytes than announced are accepted',
    question: 'The server announced 1,000 bytes and keeps sending. When do you stop?',
  },
  'draft-left': {
    step: '06.4',
    name: 'an unfinished file stays behind',
    question: 'The transfer has failed. Where does your client remove the part that has come?',
  },
  'fatal-reset': {
    step: '06.5',
    name: 'an error of one client is not caught',
    question: 'write threw ECONNRESET. Where is it caught, and what does the log say?',
  },
  'to-the-end': {
    step: '06.3',
    name: 'the file is sent to its present end',
    question: 'You announced a size, and the file has changed since. How many bytes does the client expect?',
  },
  'one-request': {
    step: '06.3',
    name: 'one answer, then the end',
    question: 'How does the client show that it has no more requests?',
  },
  interrupted: {
    name: 'an interrupted call ends the transfer',
    question: 'Ctrl-Z, then fg: write or recv throws EINTR. What has happened to the connection?',
  },
  'no-patience': {
    name: 'a silent peer is waited for again',
    question: 'null means that the time-out is over. How long does the peer have when you call again?',
  },
  'dies-at-the-end': {
    step: '06.3',
    name: 'an error ends the child behind its last answer',
    question: 'The client has all of its files. Which error is in the log, and in which line is it thrown?',
  },
  'reason-lost': {
    step: '06.4',
    name: 'the reason of a refusal is lost',
    question: 'The name of the answer is empty. Which train comes next, and who should read it?',
  },
  'number-length': {
    step: '06.4',
    name: 'the length of a number is not checked',
    question: 'The server sends a size of 9 bytes, or a checksum of 2. Which bytes do you read?',
  },
  'stale-draft': {
    step: '06.4',
    name: 'the draft is a file that was there before',
    question:
      'A client was killed, and its draft is longer than the new file. What is behind the bytes that you write?',
  },
  'bug-swallowed': {
    step: '06.5',
    name: 'an error in the program is taken for a client that has gone',
    question:
      'openFile throws an Error that is no SystemError and no Failure. Whose mistake is it, and who learns of it?',
  },
  'asks-any-name': {
    step: '06.6',
    name: 'the client asks for any name',
    question: 'Somebody types --get .. or --get a/b. Where would the client put the answer?',
  },
  'name-in-characters': {
    step: '06.6',
    name: 'the length of a name is counted in characters',
    question: 'A name has 128 letters é. How many bytes are on the wire?',
  },
};
