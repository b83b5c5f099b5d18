import type { Diagnosis } from '#lesson';

/** The known mistakes of this lesson: what each is called, the question that helps, and the step in which it is made. */
export const diagnoses: Readonly<Record<string, Diagnosis>> = {
  'one-recv': {
    step: '05.1',
    name: 'one recv is taken for one message',
    question: 'You asked for 16 bytes. What if only 5 are there, or 48?',
  },
  'second-lost': {
    step: '05.5',
    name: 'what follows in the same chunk is lost',
    question: 'Three messages came in one chunk. Where does the second one begin?',
  },
  'split-header': {
    step: '05.5',
    name: 'a header that comes in two pieces',
    question: 'Two bytes of the length are in this chunk and two in the next. Where do the first two wait?',
  },
  'split-end': {
    step: '05.5',
    name: 'an end of line that comes in two pieces',
    question: 'The carriage return came, the line feed did not yet. Is the line over?',
  },
  'no-maximum': {
    step: '05.4',
    name: 'no length is too long',
    question:
      'The other side decides how long a message gets: two thousand million bytes, or a line without end. What do you keep, and how long do you wait?',
  },
  empty: {
    step: '05.5',
    name: 'an empty message is not a message',
    question: 'A length of 0: what follows, and what do you hand over?',
  },
  characters: {
    step: '05.4',
    name: 'characters are counted instead of bytes',
    question: 'How many bytes has "é", and how many does .length count?',
  },
  'little-endian': {
    step: '05.4',
    name: 'the length in the wrong byte order',
    question: 'Which byte of the length comes first on the wire?',
  },
  'header-counted': {
    step: '05.4',
    name: 'the length counts its own four bytes',
    question: 'Does the length say how many bytes follow it, or how many there are with it?',
  },
  'shared-buffer': {
    step: '05.5',
    name: 'a slice of the caller’s buffer is kept',
    question: 'The caller reads the next bytes into the same buffer. What becomes of your slice?',
  },
  'end-inside': {
    step: '05.2',
    name: 'the end inside a message is not noticed',
    question: 'Half a message, then the end of the stream. Is that a message, or nothing at all, or an error?',
  },
  'peek-spin': {
    step: '05.3',
    name: 'peeking again at the same bytes',
    question: 'MSG_PEEK leaves the bytes where they are. What does the next peek show, and how soon?',
  },
  'took-too-much': {
    step: '05.3',
    name: 'more than the line is taken from the stream',
    question: 'The bytes behind the line feed belong to whoever reads next. Where are they now?',
  },
  quadratic: {
    name: 'all that has come is copied again for each piece',
    question: 'A million bytes in a million pieces: how many bytes do you copy altogether?',
  },
  'short-write': {
    step: '05.1',
    name: 'a short write is taken for a whole one',
    question: 'write returned 7. Who sends the rest?',
  },
  unpadded: {
    step: '05.2',
    name: 'records of different lengths',
    question: 'The receiver counts 16 bytes a record. Where does your second record begin?',
  },
  'line-feed-inside': {
    step: '05.3',
    name: 'a message with a line feed in it is sent as a line',
    question: 'The receiver looks for the first line feed. How many messages does it find in yours?',
  },
  'old-memory': {
    step: '05.2',
    name: 'what was in the memory before is sent behind the message',
    question: 'You wrote three bytes into a buffer of eight. What is in the other five, and whose was it?',
  },
  'byte-by-byte': {
    step: '05.3',
    name: 'a system call for each byte of a line',
    question: 'The whole line is there. How often do you ask the kernel for it?',
  },
  'return-counted': {
    step: '05.3',
    name: 'the carriage return counts as a byte of the line',
    question: 'The line has exactly as many bytes as are allowed, and ends in CR and LF. Is it too long?',
  },
  'one-more': {
    step: '05.4',
    name: 'one byte more than the maximum is let through',
    question: 'The maximum is 100, and 101 bytes are announced. What does your comparison say?',
  },
};
