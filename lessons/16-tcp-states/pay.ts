/** Who pays for short connections? Counts the sockets in TIME_WAIT at each end. Nothing to do in this file: designs.ts and rows.ts are yours. */
import { Failure, listenOn, program, ready, writeAll } from '#program';
import { accept, close, type Fd, setNonblocking, SO_SNDBUF, SOL_SOCKET, setsockopt } from '#sys';
import { clientFirst, type Design, serverFirst, withReset } from './designs.ts';
import { portOf, smallSocket, startConnecting, untilState } from './ends.ts';
import { tableOf } from './observe.ts';
import { ANSWER_BYTES, ask, readAnswer, serve } from './transaction.ts';

const ROOM = 1_000_000;

function newConnection(listener: Fd): { client: Fd; server: Fd } {
  // No bind: connect takes one port after the other. bind takes any, and a SYN from a port in TIME_WAIT at the server replaces that.
  const client = smallSocket();
  startConnecting(client, portOf(listener));
  const server = accept(listener)?.fd;
  if (server === undefined) throw new Failure('no connection to accept');
  setNonblocking(server, true);
  setsockopt(server, SOL_SOCKET, SO_SNDBUF, ROOM);
  untilState(client, 'ESTABLISHED');
  return { client, server };
}

const TRIES = 20;

/** A listener; on a port of its own choice one that nothing is left of: a TIME_WAIT of others would be counted as well. */
function freshListener(port: number): Fd {
  for (let i = 1; ; i++) {
    const listener = listenOn(port);
    const left = tableOf(portOf(listener)).some(({ state }) => state === 'TIME_WAIT');
    if (!left || port !== 0 || i === TRIES) return listener;
    close(listener);
  }
}

/** A connection for each request. Returns the number of bytes that did not arrive. */
function onConnectionsOfTheirOwn(listener: Fd, count: number, design: Design): number {
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const { client, server } = newConnection(listener);
    lost += ANSWER_BYTES - design(client, server);
  }
  return lost;
}

/** The third design: one connection for all requests. */
function onOneConnection(listener: Fd, count: number): number {
  const { client, server } = newConnection(listener);
  let lost = 0;
  for (let i = 1; i < count; i++) {
    ask(client);
    serve(server);
    lost += ANSWER_BYTES - readAnswer(client);
  }
  return lost + ANSWER_BYTES - clientFirst(client, server);
}

const DESIGNS: Readonly<Record<string, (listener: Fd, count: number) => number>> = {
  server: (listener, count) => onConnectionsOfTheirOwn(listener, count, serverFirst),
  client: (listener, count) => onConnectionsOfTheirOwn(listener, count, clientFirst),
  kept: onOneConnection,
  reset: (listener, count) => onConnectionsOfTheirOwn(listener, count, withReset),
};

program(
  import.meta.url,
  {
    about: 'Serves short connections, and counts the sockets in TIME_WAIT at each end.',
    options: {
      port: { default: 0, about: 'port to listen on' },
      design: { default: 'server', about: 'who closes first: server, client, kept, reset' },
      count: { default: 1000, about: 'number of requests' },
    },
  },
  ({ port, design, count }) => {
    const play = DESIGNS[design];
    if (play === undefined) throw new Failure(`--design takes ${Object.keys(DESIGNS).join(', ')}`);
    const listener = freshListener(port);
    ready(listener);
    const lost = play(listener, count);
    const own = portOf(listener);
    const waiting = tableOf(own).filter(({ state }) => state === 'TIME_WAIT');
    const paid = waiting.filter(({ local }) => local.port === own).length;
    close(listener);
    writeAll(
      1,
      Buffer.from(`${design}: TIME_WAIT server ${paid}, client ${waiting.length - paid}; lost ${lost} bytes\n`),
    );
  },
);
