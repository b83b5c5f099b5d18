import type { Lesson } from '../lesson.ts';

export const lesson06: Lesson = {
  id: '06',
  slug: 'train-protocol',
  title: 'The train protocol',
  goal: 'Messages on a byte stream, and a file transfer on them that arrives whole and verified, or not at all.',
  files: ['train.ts', 'server.ts', 'client.ts', 'names.ts', 'progress.ts', 'yard.ts'],
  run: {
    server: 'server.ts',
    args: ['--dir', 'lessons/06-train-protocol'],
    elsewhere: true,
    talk: 'npm run lesson 06 run client -- --port PORT --get README.md --into /tmp',
  },
  steps: [
    {
      id: '06.1',
      key: 'train-protocol/send',
      title: 'sendTrain',
      file: 'train.ts',
      hints: [
        'The receiver sees bytes, not your calls. Four bytes say how many follow; then it needs no borders. And one write may take fewer bytes than you gave it.',
        'target.writeUInt32BE(length, at) is the engine, target.set(car, at + ENGINE_BYTES) the car. In sendBytes call write until all bytes are taken.',
        'for (let done = 0; done < length; ) { const n = write(conn, bytes.subarray(done), length - done); if (n === null) throw …; done += n; }',
      ],
    },
    {
      id: '06.2',
      key: 'train-protocol/recv-cycle',
      title: 'recvCycle',
      file: 'train.ts',
      hints: [
        'recv gives what is there: a part of an engine, three trains and a half. Who asks for 1,000 bytes must go on asking until there are 1,000, or until the stream ends.',
        'while (this.#end - this.#begin < length): recv into this.#bytes.subarray(this.#end), and move #end. In recvTrain: recvCycle for the engine, recvCycle for the car, and look at how much came of each.',
        'An engine of 0 bytes is the end between two trains: null. 1 to 3 bytes, or a car that is too short: throw new TrainError.',
      ],
    },
    {
      id: '06.3',
      key: 'train-protocol/server',
      title: 'the server sends a file',
      file: 'server.ts',
      hints: [
        'Name, size, cars, an empty train, the checksum. The size is announced once, so send exactly that many bytes, and as many cars as they need: none for an empty file.',
        'read(file, cars, Math.min(left, cars.length)), crc32(bytes, crc), then putTrain for each piece of at most MAX_CAR bytes and one sendBytes. writeBigUInt64BE(BigInt(size)) for the size.',
        'serve: for (let name = receiver.recvTrain(); name !== null; …) { try openFile; catch: refuse and continue; try sendFile; finally close(opened.file) }.',
      ],
    },
    {
      id: '06.4',
      key: 'train-protocol/client',
      title: 'the client keeps a file, whole or not at all',
      file: 'client.ts',
      hints: [
        'Until the last byte is verified you have not got the file. So write somewhere else, and give it its name in one step when everything fits; whatever goes wrong, remove it.',
        'open with O_CREAT | O_EXCL, recvContents, rename, and unlink in a catch that throws again. Compare the bytes received with the size, and your CRC-32 with the one that comes after the empty train.',
        'for (let car = nextCar(receiver); car.length > 0; car = nextCar(receiver)) { hold.set(car, held); … if the next car may not fit: store() }, and store() once more at the end.',
      ],
    },
    {
      id: '06.5',
      key: 'train-protocol/vanished',
      title: 'a client that vanishes',
      file: 'server.ts',
      hints: [
        'A client that has gone shows in one of two ways: a call that fails with ECONNRESET, or a signal that ends the process before any call can fail. You have to be ready for both.',
        'signal(SIGPIPE, SIG_IGN) makes the signal an EPIPE. Both errors are a SystemError; a TrainError says that the client spoke nonsense or took too long.',
        'In the catch: if (!isSystemError(error) && !(error instanceof TrainError)) throw error; log(…); return 1.',
      ],
    },
    {
      id: '06.6',
      key: 'train-protocol/lies',
      title: 'engines and names that lie',
      file: 'train.ts',
      hints: [
        'Everything that comes from a peer is what somebody wrote, not what is true: a length, a name, a size. What is the worst that each of them could make you do?',
        'Three places: the engine in train.ts, the name in names.ts (both sides call objection), and in client.ts the name that the server answers with.',
        'length > MAX_CAR: throw. name: empty, ".", "..", with "/" or "\\0", over 255 bytes: return a sentence. answered !== name: throw.',
      ],
    },
  ],
  mistakes: {
    'L06-B01': {
      slug: 'recv-once',
      name: 'recv is taken for recvCycle',
      question:
        'You asked for 1,000 bytes and 300 were there. What does recv return, and what will you take for the next engine?',
    },
    'L06-B02': {
      slug: 'eof-ignored',
      name: 'the end of the stream is not seen',
      question: 'recv returned 0. What will it return when you call it again?',
    },
    'L06-B03': {
      slug: 'short-accepted',
      name: 'a car that ended too early passes for a whole one',
      question: 'The stream ended after 10 of 1,000 bytes. Is that a train?',
    },
    'L06-B04': {
      slug: 'engine-once',
      name: 'the engine is read with a single recv',
      question: 'Two bytes of four have come. What does the number that you read consist of?',
    },
    'L06-B05': {
      slug: 'full-cars',
      name: 'every car is sent with 1,000 bytes',
      question: 'The last car is short. How many bytes does its engine announce, and how many follow?',
    },
    'L06-B06': {
      slug: 'end-train',
      name: 'the empty train is missing, or sent twice',
      question: 'A file of 2,000 bytes: how many cars, and which train comes after the last one?',
    },
    'L06-B07': {
      slug: 'text',
      name: 'the contents are treated as text',
      question: 'What becomes of the byte 0xff when you make a string of it and bytes again?',
    },
    'L06-B08': {
      slug: 'their-name',
      name: 'the client writes wherever the server says',
      question: 'The server answers with a name that you did not ask for. Whose folder is it?',
    },
    'L06-B09': {
      slug: 'any-name',
      name: 'the server opens any path',
      question: 'A client asks for ../../etc/passwd. What does open make of it?',
    },
    'L06-B10': {
      slug: 'sigpipe',
      name: 'SIGPIPE ends the child',
      question: 'The client has gone and you still write. Which signal comes, and what is its default action?',
    },
    'L06-B11': {
      slug: 'short-write',
      name: 'a short write is taken for a whole one',
      question: 'write returned 7, and you gave it more. Where are the other bytes?',
    },
    'L06-B12': {
      slug: 'size-32',
      name: 'the size has 32 bits only',
      question: 'What is 4 GiB and 5 bytes, in 32 bits?',
    },
    'L06-B13': {
      slug: 'no-maximum',
      name: 'any length is believed',
      question: 'An engine says 4,294,967,295. How long would you wait, and where would you put it?',
    },
    'L06-B14': {
      slug: 'fatal-missing',
      name: 'a file that cannot be opened ends the conversation',
      question: 'ENOENT is an answer to a question, not an accident. Who is waiting to hear it?',
    },
    'L06-B15': {
      slug: 'leak',
      name: 'the file stays open after it was sent',
      question: 'The client asks for a thousand files, one after the other. How many are open then?',
    },
    'L06-B16': {
      slug: 'little-endian',
      name: 'numbers in the wrong byte order',
      question: 'Which byte of the length comes first on the wire?',
    },
    'L06-B17': {
      slug: 'chatty',
      name: 'progress stops the transfer',
      question: 'Nobody reads your standard output. What does write do once the pipe is full?',
    },
    'L06-B18': {
      slug: 'in-place',
      name: 'the file is written under its own name from the start',
      question: 'The transfer breaks off half way. What stands under the name now, and what stood there before?',
    },
    'L06-B19': {
      slug: 'unverified',
      name: 'nobody compares the checksum',
      question: 'As many bytes as announced, and one of them wrong. Who notices?',
    },
    'L06-B20': {
      slug: 'size-unchecked',
      name: 'more or fewer bytes than announced pass',
      question: 'The server announced 1,000 bytes and keeps sending. When do you stop?',
    },
    'L06-B21': {
      slug: 'draft-left',
      name: 'an unfinished file stays behind',
      question: 'The transfer has failed. Who removes what is already there?',
    },
    'L06-B22': {
      slug: 'fatal-reset',
      name: "an error of one client is nobody's",
      question: 'read threw ECONNRESET. Who catches it, and what does the log say?',
    },
    'L06-B24': {
      slug: 'to-the-end',
      name: 'the file is sent to its end, wherever that is now',
      question: 'You announced a size, and the file has changed since. What does the client believe?',
    },
    'L06-B23': {
      slug: 'one-request',
      name: 'one answer, then the end',
      question: 'The client has more questions. What has it done to say that it has none?',
    },
  },
};
