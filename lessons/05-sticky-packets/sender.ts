/** Sends each line of its standard input as a message, with a write for each. Nothing to do in this file. */
import { connectTo, Failure, log, program, readWaiting } from '#program';
import { close, type Fd, SIG_IGN, SIGPIPE, signal } from '#sys';
import { encodeLine, encodeMessage, encodeRecord } from './encoders.ts';
import { writen } from './stream.ts';

const STDIN: Fd = 0;
const LF = 0x0a;

function readInput(): Buffer {
  const pieces: Buffer[] = [];
  const piece = Buffer.alloc(65_536);
  for (let n = readWaiting(STDIN, piece); n > 0; n = readWaiting(STDIN, piece))
    pieces.push(Buffer.from(piece.subarray(0, n)));
  return Buffer.concat(pieces);
}

/** The lines of the input, without their line feeds. */
function messagesIn(input: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let from = 0; from < input.length; ) {
    const at = input.indexOf(LF, from);
    const end = at < 0 ? input.length : at;
    messages.push(input.subarray(from, end));
    from = end + 1;
  }
  return messages;
}

function encoder(framing: string, size: number): (message: Buffer) => Buffer {
  switch (framing) {
    case 'none':
      return (message) => message;
    case 'fixed':
      return (message) => encodeRecord(message, size);
    case 'lines':
      return encodeLine;
    case 'length':
      return encodeMessage;
    default:
      throw new Failure(`--framing is none, fixed, lines or length, not ${JSON.stringify(framing)}`);
  }
}

program(
  import.meta.url,
  {
    about: 'Sends each line of its standard input as a message.',
    options: {
      port: { default: 0, about: 'port of the receiver on 127.0.0.1' },
      framing: { default: 'length', about: 'none, fixed, lines or length' },
      size: { default: 16, about: 'bytes of a record' },
    },
  },
  ({ port, framing, size }) => {
    signal(SIGPIPE, SIG_IGN);
    const encode = encoder(framing, size);
    const messages = messagesIn(readInput());
    const conn = connectTo(port);
    for (const message of messages) writen(conn, encode(message));
    close(conn);
    log(`sent ${messages.length} messages`);
  },
);
