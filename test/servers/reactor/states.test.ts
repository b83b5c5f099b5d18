import { expect, test } from 'vitest';
import {
  AF_INET,
  AF_UNIX,
  close,
  type Fd,
  read,
  SHUT_WR,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  shutdown,
  socketpair,
} from '#sys';
import type { Connection, ConnectionState } from '../../../solutions/09-reactor/connection.ts';
import { referenceFile } from '../../../src/course/files/reference.ts';

type Connections = typeof import('../../../solutions/09-reactor/connection.ts');
type Loops = typeof import('../../../solutions/09-reactor/loop.ts');

/** A module of the reference, beside the given ones. */
const reference = (file: string): Promise<unknown> => import(referenceFile('09-reactor', file));
const { Connection: ReferenceConnection } = (await reference('connection.ts')) as Connections;
const { EventLoop } = (await reference('loop.ts')) as Loops;

/** More than the kernel takes for a client that does not read. */
const MOST = Buffer.alloc(1 << 22, 'x');

interface Pair {
  readonly connection: Connection;
  readonly client: Fd;
  /** Closes the client's descriptor. */
  leave(): void;
  /** Handles the events that are ready now; the client first reads all its bytes. */
  round(): ConnectionState;
}

function withPair(act: (pair: Pair) => void): void {
  const loop = new EventLoop();
  const [fd, client] = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
  const peer = { family: AF_INET, address: '127.0.0.1', port: 1 } as const;
  const connection = new ReferenceConnection(loop, { fd, peer }, (_, input) => input.consume(input.length));
  const bytes = Buffer.alloc(65_536);
  let gone = false;
  const leave = (): void => {
    if (!gone) close(client);
    gone = true;
  };
  const round = (): ConnectionState => {
    while (!gone && (read(client, bytes) ?? 0) > 0);
    loop.poller.poll(0);
    return connection.state;
  };
  try {
    act({ connection, client, leave, round });
  } finally {
    connection.close();
    leave();
    loop.close();
  }
}

/** The states until one repeats for ever, each once. */
function statesOf({ connection, round }: Pair): ConnectionState[] {
  const states: ConnectionState[] = [connection.state];
  for (let i = 0; i < 1000; i++) if (round() !== states.at(-1)) states.push(connection.state);
  return states;
}

test('finish sends the pending bytes, then waits for the FIN of the client', () => {
  withPair((pair) => {
    const { connection, client, round } = pair;
    expect(round()).toBe('connected');
    connection.send(MOST);
    connection.finish();
    connection.send(Buffer.from('too late'));
    expect([connection.pending > 0, connection.pending < MOST.length]).toEqual([true, true]);
    expect(statesOf(pair)).toEqual(['disconnecting', 'lingering']);
    expect(connection.peerEnded).toBe(false);
    shutdown(client, SHUT_WR);
    expect(round()).toBe('disconnected');
  });
});

test('after the FIN of the client the pending bytes are sent, and there is nothing to wait for', () => {
  withPair((pair) => {
    const { connection, client } = pair;
    connection.send(MOST.subarray(0, 1 << 19)); // below the high-water mark: the FIN is read
    expect(connection.pending).toBeGreaterThan(0);
    shutdown(client, SHUT_WR);
    expect(statesOf(pair)).toEqual(['connected', 'disconnecting', 'disconnected']);
    expect(connection.peerEnded).toBe(true);
  });
});

test('a client that has gone ends a connection with pending bytes', () => {
  withPair(({ connection, leave, round }) => {
    let closed = 0;
    connection.onClose = () => closed++;
    connection.send(MOST);
    connection.finish();
    leave();
    expect([connection.state, round()]).toEqual(['disconnecting', 'disconnected']);
    connection.close();
    expect(closed).toBe(1);
  });
});
