/** A RESP server on the reactor, for redis-cli and redis-benchmark: PING, ECHO, SET, GET, DEL, in memory. */
import { listenOn, log, program, ready, todo } from '#program';
import { SIG_IGN, SIGPIPE, signal } from '#sys';
import type { ByteBuffer } from './byte-buffer.ts';
import { type Connection, HIGH_WATER } from './connection.ts';
import { EventLoop } from './loop.ts';
import { ProtocolError, RequestParser } from './resp-parser.ts';
import { TcpServer } from './tcp-server.ts';

const OK = Buffer.from('+OK\r\n');
const PONG = Buffer.from('+PONG\r\n');
const NIL = Buffer.from('$-1\r\n');
const EMPTY_LIST = Buffer.from('*0\r\n');
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

const bulk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);
const failure = (text: string): Buffer => Buffer.from(`-ERR ${text.replaceAll(/[\r\n]/g, ' ')}\r\n`);

/** Answers every complete request, and stops at the high-water mark: the connection calls it again when there is room. */
function onMessage(connection: Connection, input: ByteBuffer): void {
  const { bytes } = input;
  let at = 0;
  end = 0;
  try {
    while (at < bytes.length && connection.pending < HIGH_WATER) {
      const next = request.parse(bytes, at);
      if (next < 0) break;
      const reply = request.count > 0 ? replyTo(bytes, next) : NOTHING;
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
function replyTo(bytes: Buffer, next: number): Uint8Array {
  const { count } = request;
  const command = text(bytes, 0).toUpperCase();
  switch (command) {
    case 'GET':
      if (count !== 2) break;
      //#region 09.8
      // TODO 09.8: return the value of the key, or NIL.
      todo('09.8', 'return the value of the key, or NIL');
    //#endregion
    case 'SET':
      if (count !== 3) break;
      //#region 09.8
      // TODO 09.8: store a copy of the value in the form of an answer, and return OK.
      //   - a request of bulk strings has it from request.lastHeader to `next`
      //   - a copy: the bytes of the request are overwritten by the next read
      //   - a request of words has no headers (lastHeader is -1): `bulk` makes one
      todo('09.8', 'store a copy of the value in the form of an answer, and return OK');
    //#endregion
    case 'PING':
      return count > 1 ? bulk(part(bytes, 1)) : PONG;
    case 'ECHO':
      if (count !== 2) break;
      return bulk(part(bytes, 1));
    case 'DEL': {
      let deleted = 0;
      for (let i = 1; i < count; i++) if (values.delete(text(bytes, i))) deleted++;
      return Buffer.from(`:${deleted}\r\n`);
    }
    case 'COMMAND':
    case 'CONFIG':
      return EMPTY_LIST; // redis-cli and redis-benchmark ask, and accept an empty answer
    case 'QUIT':
      return BYE;
    default:
      return failure(`unknown command '${command.slice(0, 64)}'`);
  }
  return failure(`wrong number of arguments for '${command.toLowerCase()}' command`);
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
