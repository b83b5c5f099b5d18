import type { Lesson } from '../lesson.ts';

export const lesson05: Lesson = {
  id: '05',
  slug: 'sticky-packets',
  title: 'Sticky packets',
  goal: 'Messages on a byte stream in three framings, read by blocking and by incremental code, however the network cuts them.',
  files: ['stream.ts', 'encoders.ts', 'blocking.ts', 'decoders.ts', 'receiver.ts', 'sender.ts'],
  run: {
    server: 'receiver.ts',
    args: ['--framing', 'lines'],
    talk: 'npm run lesson 05 run sender -- --framing lines --port PORT',
    elsewhere: true,
  },
  steps: [
    {
      id: '05.1',
      key: 'sticky-packets/readn',
      title: 'readn and writen',
      file: 'stream.ts',
      hints: [
        'One recv brings what is there, one write takes what there is room for. Whoever wants exactly n bytes has to ask again.',
        'recv into bytes.subarray(done) until done is bytes.length, or recv says 0. write(bytes.subarray(done)) until all is taken.',
        'while (done < bytes.length) { const n = recv(conn, bytes.subarray(done)) ?? 0; if (n === 0) break; done += n; } return done;',
      ],
    },
    {
      id: '05.2',
      key: 'sticky-packets/fixed',
      title: 'fixed-length records',
      file: 'blocking.ts',
      hints: [
        'The simplest framing: every message has the same length. Short ones are filled up, long ones have no place.',
        'Buffer.alloc(size) is full of zero bytes already. readn says how many came: none is the end, some is a stream that broke.',
        'const record = Buffer.alloc(size); const n = readn(conn, record); if (n === 0) return null; if (n < size) throw new BrokenStream(…); return record;',
      ],
    },
    {
      id: '05.3',
      key: 'sticky-packets/lines',
      title: 'lines, with MSG_PEEK',
      file: 'blocking.ts',
      hints: [
        'You do not know where the line ends before you have seen it, and what comes after it is not yours. recv can show you the bytes and leave them there.',
        'recv(conn, peeked, MSG_PEEK), indexOf(LF). Found at i: readn exactly i + 1 bytes. Not found: readn all that you saw, or the next peek shows the same bytes at once and you spin.',
        'In a loop: seen = recv(…MSG_PEEK); 0: null, or BrokenStream when length > 0. wanted = at < 0 ? seen : at + 1; too long: BrokenStream; readn a piece of wanted bytes; at >= 0: return withoutEnd(Buffer.concat(pieces), max).',
      ],
    },
    {
      id: '05.4',
      key: 'sticky-packets/length',
      title: 'a length before each message',
      file: 'blocking.ts',
      hints: [
        'Say first how many bytes follow. Bytes, not characters; in an order that both sides agree on; and the reader must not believe every number.',
        'writeUInt32BE and readUInt32BE. readn for the four bytes, compare with max, readn for the message. A message may be empty.',
        'n = readn(conn, header): 0 is null, under 4 a BrokenStream. length > max: BrokenStream, before Buffer.alloc(length).',
      ],
    },
    {
      id: '05.5',
      key: 'sticky-packets/decoders',
      title: 'incremental decoders',
      file: 'decoders.ts',
      hints: [
        'A server with many clients cannot wait for the rest of a message. It keeps what has come, and goes on when more comes. What has to be kept between two calls of push?',
        'Copy into a buffer of your own from #filled on, and count. One chunk may finish a message, hold three more and begin a fifth: so it is a loop over the chunk.',
        'Lines: keep what came since the last line feed; in kept + chunk look for the next one, from where you have not looked yet; a carriage return before it may have come in the chunk before. Fixed size and length: fill a buffer.',
        'piece = chunk.subarray(at, at + target.length - this.#filled); target.set(piece, this.#filled); this.#filled += piece.length; at += piece.length; full: hand it over, and a new buffer for the next.',
      ],
    },
  ],
  mistakes: {
    'L05-B01': {
      slug: 'one-recv',
      step: '05.1',
      name: 'one recv is taken for one message',
      question: 'You asked for 16 bytes. What if only 5 are there, or 48?',
    },
    'L05-B02': {
      slug: 'second-lost',
      step: '05.5',
      name: 'what follows in the same chunk is lost',
      question: 'Three messages came in one chunk. Where does the second one begin?',
    },
    'L05-B03': {
      slug: 'split-header',
      step: '05.5',
      name: 'a header that comes in two pieces',
      question: 'Two bytes of the length are in this chunk and two in the next. Where do the first two wait?',
    },
    'L05-B04': {
      slug: 'split-end',
      step: '05.5',
      name: 'an end of line that comes in two pieces',
      question: 'The carriage return came, the line feed did not yet. Is the line over?',
    },
    'L05-B05': {
      slug: 'no-maximum',
      name: 'no length is too long',
      question:
        'The other side decides how long a message gets: two thousand million bytes, or a line without end. What do you keep, and how long do you wait?',
    },
    'L05-B06': {
      slug: 'empty',
      step: '05.5',
      name: 'an empty message is not a message',
      question: 'A length of 0: what follows, and what do you hand over?',
    },
    'L05-B07': {
      slug: 'characters',
      step: '05.4',
      name: 'characters are counted instead of bytes',
      question: 'How many bytes has "é", and how many does .length count?',
    },
    'L05-B08': {
      slug: 'little-endian',
      step: '05.4',
      name: 'the length in the wrong byte order',
      question: 'Which byte of the length comes first on the wire?',
    },
    'L05-B09': {
      slug: 'header-counted',
      step: '05.4',
      name: 'the length counts its own four bytes',
      question: 'Does the length say how many bytes follow it, or how many there are with it?',
    },
    'L05-B10': {
      slug: 'shared-buffer',
      step: '05.5',
      name: 'a slice of the caller’s buffer is kept',
      question: 'The caller reads the next bytes into the same buffer. What becomes of your slice?',
    },
    'L05-B11': {
      slug: 'end-inside',
      name: 'the end inside a message is not noticed',
      question: 'Half a message, then the end of the stream. Is that a message, or nothing at all, or an error?',
    },
    'L05-B12': {
      slug: 'peek-spin',
      step: '05.3',
      name: 'peeking again at the same bytes',
      question: 'MSG_PEEK leaves the bytes where they are. What does the next peek show, and how soon?',
    },
    'L05-B13': {
      slug: 'took-too-much',
      step: '05.3',
      name: 'more than the line is taken from the stream',
      question: 'The bytes behind the line feed belong to whoever reads next. Where are they now?',
    },
    'L05-B14': {
      slug: 'quadratic',
      name: 'all that has come is copied again for each piece',
      question: 'A million bytes in a million pieces: how many bytes do you copy altogether?',
    },
    'L05-B15': {
      slug: 'short-write',
      step: '05.1',
      name: 'a short write is taken for a whole one',
      question: 'write returned 7. Who sends the rest?',
    },
    'L05-B16': {
      slug: 'unpadded',
      step: '05.2',
      name: 'records of different lengths',
      question: 'The receiver counts 16 bytes a record. Where does your second record begin?',
    },
    'L05-B17': {
      slug: 'line-feed-inside',
      step: '05.3',
      name: 'a message with a line feed in it is sent as a line',
      question: 'The receiver looks for the first line feed. How many messages does it find in yours?',
    },
    'L05-B18': {
      slug: 'old-memory',
      step: '05.2',
      name: 'what was in the memory before is sent behind the message',
      question: 'You wrote three bytes into a buffer of eight. What is in the other five, and whose was it?',
    },
    'L05-B19': {
      slug: 'byte-by-byte',
      step: '05.3',
      name: 'a system call for each byte of a line',
      question: 'The whole line is there. How often do you ask the kernel for it?',
    },
    'L05-B20': {
      slug: 'return-counted',
      step: '05.3',
      name: 'the carriage return counts as a byte of the line',
      question: 'The line has exactly as many bytes as are allowed, and ends in CR and LF. Is it too long?',
    },
    'L05-B21': {
      slug: 'one-more',
      step: '05.4',
      name: 'one byte more than the maximum is let through',
      question: 'The maximum is 100, and 101 bytes are announced. What does your comparison say?',
    },
  },
};
