/** The parts of try.ts that have connections. Nothing to do in this file. */
import { listenOn, ready, writeAll } from '#program';
import {
  AF_INET,
  AF_UNIX,
  type Fd,
  SIG_IGN,
  SIGPIPE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  signal,
  socketpair,
  write,
} from '#sys';
import { Acceptor } from './acceptor.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { Connection } from './connection.ts';
import { EventLoop } from './loop.ts';

/** Sends back all bytes; a message that begins with "throw" makes the callback throw. */
export function tryConnection(port: number): void {
  const loop = new EventLoop();
  const listener = listenOn(port);
  new Acceptor(loop, listener, (accepted) => {
    new Connection(loop, accepted, (connection, input) => {
      if (input.bytes.subarray(0, 5).toString() === 'throw') throw new Error('the client asked for it');
      connection.send(input.bytes);
      input.consume(input.length);
    });
  });
  signal(SIGPIPE, SIG_IGN);
  ready(listener);
  loop.run();
}

const FLOOD = 1000;
/** A read in a later turn of the flood. */
const THROWS_AT = 20;

/**
 * One client sends as many bytes as are read from it, FLOOD times; after the first read another client sends a word. With
 * `throws` the callback of the flood throws, and then the other client sends its word.
 */
export function tryFlood(throws: boolean): void {
  const loop = new EventLoop();
  const pair = (): readonly [Fd, Fd] => socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  const [flood, flooder] = pair();
  const [calm, speaker] = pair();
  const peer = { family: AF_INET, address: '127.0.0.1', port: 0 } as const;
  let reads = 0;
  let answered = false;
  const onFlood = (_: Connection, input: ByteBuffer): void => {
    const { length } = input;
    input.consume(length);
    if (++reads === (throws ? THROWS_AT : 1)) write(speaker, Buffer.from('hello'));
    if (throws && reads === THROWS_AT) throw new Error('the test asked for it');
    if (reads < FLOOD) write(flooder, Buffer.alloc(length));
    else if (answered) loop.quit();
  };
  const onWord = (_: Connection, input: ByteBuffer): void => {
    input.consume(input.length);
    writeAll(1, Buffer.from(`the other client waited for ${reads} reads of ${FLOOD}\n`));
    answered = true;
    if (reads === FLOOD || throws) loop.quit();
  };
  new Connection(loop, { fd: flood, peer }, onFlood);
  new Connection(loop, { fd: calm, peer }, onWord);
  write(flooder, Buffer.alloc(65_536));
  loop.run();
}
