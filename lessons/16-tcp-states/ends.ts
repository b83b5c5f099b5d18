/** Both ends of a connection in one process, and what is done with them. Nothing to do in this file. */
import { Failure } from '#program';
import {
  AF_INET,
  accept,
  BPF_K,
  BPF_RET,
  bind,
  close,
  connect,
  type Fd,
  getsockname,
  INADDR_LOOPBACK,
  isSystemError,
  listen,
  MSG_NOSIGNAL,
  POLLIN,
  poll,
  recv,
  SHUT_WR,
  SO_ATTACH_FILTER,
  SO_DETACH_FILTER,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  send,
  setNonblocking,
  setsockopt,
  shutdown,
  sleepMs,
  sockFprog,
  socket,
  type TcpState,
  tcpInfo,
} from '#sys';

/** The smallest that the kernel gives: a peer that does not read is full after a few KB. */
const RECEIVE = 2304;
const SEND = 16_384;
/** The kernel sends a dropped SYN again at longer and longer intervals, up to 32 s: who holds a state may look around for a while. */
const PATIENCE_MS = 70_000;
/** Each lasts a millisecond or more. */
const SLEEPS = 3000;

export const portOf = (fd: Fd): number => (getsockname(fd) as { port: number }).port;

/** A non-blocking socket with small buffers. */
export function smallSocket(): Fd {
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, RECEIVE);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUF, SEND);
  return fd;
}

/** The same, with a port of its own on 127.0.0.1. */
export function boundSocket(): Fd {
  const fd = smallSocket();
  bind(fd, { family: AF_INET, address: INADDR_LOOPBACK, port: 0 });
  return fd;
}

/** Sends the SYN, and does not wait for the answer. */
export function startConnecting(fd: Fd, port: number): void {
  try {
    connect(fd, { family: AF_INET, address: INADDR_LOOPBACK, port });
  } catch (error) {
    if (!isSystemError(error, 'EINPROGRESS')) throw error;
  }
}

/** Takes a connection from the listener's queue, waiting for one. Non-blocking, as all sockets here. */
export function accepted(listener: Fd): Fd {
  readable(listener);
  const found = accept(listener);
  if (found === null) throw new Failure('no connection to accept');
  setNonblocking(found.fd, true);
  return found.fd;
}

/** The two ends of a new connection. The caller owns both. */
export function connected(): { client: Fd; server: Fd } {
  const listener = boundSocket();
  listen(listener, 1);
  const client = boundSocket();
  startConnecting(client, portOf(listener));
  const server = accepted(listener);
  close(listener);
  untilState(client, 'ESTABLISHED');
  untilState(server, 'ESTABLISHED');
  return { client, server };
}

/** Sends until nothing more is taken: the peer has closed its window, and the send queue is full. */
export function fill(fd: Fd): void {
  const bytes = Buffer.alloc(65_536);
  while (send(fd, bytes, MSG_NOSIGNAL) !== null);
}

/** Reads to the end of the stream, waiting for it. Returns the number of bytes. */
export function drain(fd: Fd): number {
  const bytes = Buffer.alloc(65_536);
  for (let total = 0; ; ) {
    const n = recv(fd, bytes);
    if (n === 0) return total;
    if (n === null) readable(fd);
    else total += n;
  }
}

/** Closes a connection in good order: `first` sends its FIN first. Bytes under way are read and dropped. */
export function finish(first: Fd, second: Fd): void {
  shutdown(first, SHUT_WR);
  drain(second);
  close(second);
  drain(first);
  close(first);
}

/** Waits until a socket is in a state: segments take time, on loopback too. */
export function untilState(fd: Fd, state: TcpState): void {
  for (let waited = 0; tcpInfo(fd).state !== state; waited++) {
    if (waited >= SLEEPS) throw new Failure(`the socket is in ${tcpInfo(fd).state}, and should come to ${state}`);
    sleepMs(1);
  }
}

function readable(fd: Fd): void {
  if (poll([{ fd, events: POLLIN }], PATIENCE_MS)[0] === 0) throw new Failure('nothing came');
}

/** The kernel drops every segment that comes for this socket, as if the machine were not there. socket(7) */
export function deafen(fd: Fd): void {
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, sockFprog([{ code: BPF_RET | BPF_K, k: 0 }]));
}

/** The opposite of `deafen`. Segments that were dropped come again when their sender's timer expires. */
export function undeafen(fd: Fd): void {
  setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, 0);
}
