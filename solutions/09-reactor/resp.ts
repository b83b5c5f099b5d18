/** A RESP server on the reactor, for the clients of Redis: PING, ECHO, SET, GET, DEL, in memory. */
import { listenOn, log, program, ready } from '#program';
import { SIG_IGN, SIGPIPE, signal } from '#sys';
import type { ByteBuffer } from './byte-buffer.ts';
import { type Connection, HIGH_WATER } from './connection.ts';
import { EventLoop } from './loop.ts';
import { ProtocolError, RequestParser } from './resp-parser.ts';
import { bulk, failure, NIL, OK, wrongCount } from './resp-replies.ts';
import { setUp } from './resp-setup.ts';
import { TcpServer } from './tcp-server.ts';

const PONG = Buffer.from('+PONG\r\n');
const BYE = Buffer.from('+OK\r\n');
const NOTHING = Buffer.alloc(0);

/** Values in the form in which they arrive and are sent: `$3\r\nabc\r\n`. */
const values = new Map<string, Buffer>();
const request = new RequestParser();
/** Answers to the requests of one read, sent together. */
const answers = Buffer.alloc(65_536);
let end = 0;

function answer(connection: Connection, bytes: Uint8Array): void {
  if (end + bytes.length > answers.length) flush(connection);
  if (bytes.length > answers.length) connection.send(bytes);
  else {
    answers.set(bytes, end);
    end += bytes.length;
  }
}

function flush(connection: Connection): void {
  const ready = answers.subarray(0, end);
  end = 0; // before send: these bytes must never go to another client
  if (ready.length > 0) connection.send(ready);
}

/** Answers every complete request, and stops at the high-water mark: the connection calls it again when there is room. */
function onMessage(connection: Connection, input: ByteBuffer): void {
  const { bytes } = input;
  let at = 0;
  end = 0;
  try {
    while (at < bytes.length && connection.pending < HIGH_WATER) {
      const next = request.parse(bytes, at);
      if (next < 0) break;
      const reply = request.count > 0 ? replyTo(connection, bytes, next) : NOTHING;
      answer(connection, reply);
      at = reply === BYE ? bytes.length : next;
      if (reply === BYE) hangUp(connection);
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    answer(connection, failure(`Protocol error: ${error.message}`));
    hangUp(connection);
    at = bytes.length;
  }
  flush(connection);
  input.consume(at);
}

function hangUp(connection: Connection): void {
  flush(connection);
  connection.finish();
}

const text = (bytes: Buffer, i: number): string => bytes.toString('latin1', request.begins[i], request.ends[i]);
const part = (bytes: Buffer, i: number): Buffer => bytes.subarray(request.begins[i], request.ends[i]);

/** The answer to the request in `bytes`, which ends at `next`. */
function replyTo(connection: Connection, bytes: Buffer, next: number): Uint8Array {
  const { count } = request;
  const command = text(bytes, 0);
  switch (command.toUpperCase()) {
    case 'GET':
      if (count !== 2) break;
      //#region 09.8
      // TODO 09.8: return the value of the key, or NIL.
      return values.get(text(bytes, 1)) ?? NIL;
    //#endregion
    case 'SET':
      if (count > 3) return failure('syntax error'); // Redis has options here, such as EX
      if (count < 3) break;
      //#region 09.8
      // TODO 09.8: store a copy of the value in the form of an answer, and return OK.
      //   - a request of bulk strings has it from request.lastHeader to `next`
      //   - a copy: the bytes of the request are overwritten by the next read
      //   - a request of words has no headers (lastHeader is -1): `bulk` makes one
      values.set(
        text(bytes, 1),
        request.lastHeader < 0 ? bulk(part(bytes, 2)) : Buffer.from(bytes.subarray(request.lastHeader, next)),
      );
      return OK;
    //#endregion
    case 'PING':
      if (count > 2) break;
      return count > 1 ? bulk(part(bytes, 1)) : PONG;
    case 'ECHO':
      if (count !== 2) break;
      return bulk(part(bytes, 1));
    case 'DEL': {
      if (count < 2) break;
      let deleted = 0;
      for (let i = 1; i < count; i++) if (values.delete(text(bytes, i))) deleted++;
      return Buffer.from(`:${deleted}\r\n`);
    }
    case 'QUIT':
      return BYE;
    default:
      return setUp(
        connection,
        Array.from({ length: count }, (_, i) => text(bytes, i)),
      );
  }
  return wrongCount(command.toLowerCase());
}

program(
  import.meta.url,
  {
    about: 'A server in memory that speaks RESP, on a reactor.',
    options: {
      port: { default: 0, about: 'port to listen on; 0 takes any free one' },
      idle: { default: 0, about: 'milliseconds after which a silent connection is closed; 0 never' },
    },
  },
  ({ port, idle }) => {
    signal(SIGPIPE, SIG_IGN);
    const listener = listenOn(port);
    const loop = new EventLoop();
    new TcpServer(loop, listener, onMessage, { idle });
    ready(listener);
    loop.run();
    log(`stopped after ${loop.wakeups} wake-ups`);
    loop.close();
  },
);
