import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: the name of each, a question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'one-recv': {
    step: '05.1',
    name: 'one recv is taken for one message',
    question: 'You asked for 16 bytes. What does recv return when 5 have come, or 48?',
  },
  'second-lost': {
    step: '05.5',
    name: 'the messages behind the first one of a chunk are lost',
    question: 'Three messages came in one chunk. Where does the second one begin?',
  },
  'split-header': {
    step: '05.5',
    name: 'a length in two pieces is misread',
    question: 'Two bytes of the length are in this chunk and two in the next. Where do you keep the first two?',
  },
  'split-end': {
    step: '05.5',
    name: 'CR and LF in two pieces are misread',
    question:
      'A chunk ends with the carriage return, and the next one begins with the line feed. Where does the line end?',
  },
  'no-maximum': {
    step: '05.4',
    name: 'the length has no maximum',
    question:
      'The peer decides how long a message is: 2,147,483,647 bytes, or a line without end. How much do you keep, and how long do you wait?',
  },
  empty: {
    step: '05.5',
    name: 'an empty message is lost',
    question: 'A length of 0 has come. Which bytes follow it, and what does push return?',
  },
  characters: {
    step: '05.4',
    name: 'characters are counted instead of bytes',
    question: 'How many bytes does "é" have, and what is its .length?',
  },
  'little-endian': {
    step: '05.4',
    name: 'the length in the wrong byte order',
    question: 'Which byte of the length comes first on the wire?',
  },
  'header-counted': {
    step: '05.4',
    name: 'the length counts its own four bytes',
    question: 'Does the length count the bytes behind it, or also its own four?',
  },
  'shared-buffer': {
    step: '05.5',
    name: 'a slice of the caller’s buffer is kept',
    question: 'The caller reads the next bytes into the same buffer. What is in your slice then?',
  },
  'end-inside': {
    step: '05.2',
    name: 'the end inside a message is not noticed',
    question: 'Half a message has come, then the end of the stream. Is that a message, an orderly end, or an error?',
  },
  'half-message': {
    step: '05.4',
    name: 'the end inside a length or a message is not noticed',
    question: 'Two of the four bytes of the length have come, then the end of the stream. Which number do you read?',
  },
  'peek-spin': {
    step: '05.3',
    name: 'the same bytes are peeked at again and again',
    question:
      'MSG_PEEK leaves the bytes in the receive buffer. What does the next peek show, and how long does it wait?',
  },
  'took-too-much': {
    step: '05.3',
    name: 'more than the line is taken from the stream',
    question: 'The bytes behind the line feed belong to the next reader. Where are they now?',
  },
  quadratic: {
    name: 'each piece copies everything before it',
    question: 'A million bytes come in a million pieces. How many bytes do you copy altogether?',
  },
  'short-write': {
    step: '05.1',
    name: 'a short write is taken for a whole one',
    question: 'write returned 7. Where in your program is the rest sent?',
  },
  unpadded: {
    step: '05.2',
    name: 'records of different lengths',
    question: 'For the receiver every record has 16 bytes. Where does your second record begin?',
  },
  'line-feed-inside': {
    step: '05.3',
    name: 'a message with a line feed in it is sent as a line',
    question: 'The receiver looks for the first line feed. How many messages does it find in yours?',
  },
  'return-at-end': {
    step: '05.3',
    name: 'a message with a carriage return at its end is sent as a line',
    question: 'The reader takes CR and LF for the end of a line. Which byte of your message does it remove?',
  },
  'pieces-uncounted': {
    step: '05.3',
    name: 'only the last piece of a line is compared with the maximum',
    question: 'A line comes in pieces, each shorter than the maximum. How long may all of them be together?',
  },
  'other-error': {
    step: '05.5',
    name: 'an error that is no BrokenStream',
    question: 'The caller ends the connection after a BrokenStream. What does any other error do to the program?',
  },
  'old-memory': {
    step: '05.2',
    name: 'old memory is sent behind the message',
    question: 'You put three bytes into a buffer of eight. What is in the other five?',
  },
  'byte-by-byte': {
    step: '05.3',
    name: 'a system call for each byte of a line',
    question: 'The whole line is in the receive buffer. How many calls of recv do you need for it?',
  },
  'return-counted': {
    step: '05.3',
    name: 'the carriage return counts as a byte of the line',
    question: 'The line has exactly the maximum of bytes, then CR and LF. Is it too long?',
  },
  'one-more': {
    step: '05.4',
    name: 'one byte more than the maximum is let through',
    question: 'The maximum is 100, and 101 bytes are announced. What is the result of your comparison?',
  },
};
