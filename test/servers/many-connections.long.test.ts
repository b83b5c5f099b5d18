import { expect, test } from 'vitest';
import {
  AF_INET,
  close,
  connect,
  EPOLL_CTL_ADD,
  EPOLL_CTL_MOD,
  EPOLLIN,
  EPOLLOUT,
  epollCreate1,
  epollCtl,
  epollWait,
  type Fd,
  getrlimit,
  getsockopt,
  isSystemError,
  RLIMIT_NOFILE,
  read,
  SO_ERROR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  setrlimit,
  socket,
  write,
} from '#sys';
import { referenceFile } from '../../src/course/files/reference.ts';
import { residentKb } from '../../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';

const CONNECTIONS = 10_000;
const BYTES = 64;
/** Connects at a time: fewer than the listener's queue holds. */
const AT_ONCE = 500;
const { hard } = getrlimit(RLIMIT_NOFILE);
const enough = hard > CONNECTIONS + 200;

/** A client: connects, and on command sends 64 bytes of its own. */
function start(port: number, epfd: Fd): Fd {
  const fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  try {
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
  } catch (error) {
    if (!isSystemError(error, 'EINPROGRESS')) throw error;
  }
  epollCtl(epfd, EPOLL_CTL_ADD, fd, EPOLLOUT);
  return fd;
}

/** Waits until this number of events has been counted. */
function take(epfd: Fd, count: number, each: (fd: Fd) => boolean): void {
  const deadline = performance.now() + 60_000;
  for (let done = 0; done < count; ) {
    if (performance.now() > deadline) throw new Error(`${done} of ${count} in 60 s`);
    for (const { fd } of epollWait(epfd, 1024, 1000)) if (each(fd)) done++;
  }
}

test.skipIf(!enough)(
  `the edge-triggered server holds ${CONNECTIONS} connections${enough ? '' : ` (skipped: RLIMIT_NOFILE allows ${hard} descriptors)`}`,
  async () => {
    setrlimit(RLIMIT_NOFILE, { soft: hard, hard });
    const server = await ObservedProgram.start(referenceFile('04-epoll', 'edge.ts'));
    const epfd = epollCreate1();
    const clients: Fd[] = [];
    try {
      const before = residentKb(server.pid);
      while (clients.length < CONNECTIONS) {
        for (let i = 0; i < AT_ONCE; i++) clients.push(start(server.port, epfd));
        take(epfd, AT_ONCE, (fd) => {
          if (getsockopt(fd, SOL_SOCKET, SO_ERROR) !== 0) throw new Error('a connection failed');
          epollCtl(epfd, EPOLL_CTL_MOD, fd, EPOLLIN);
          return true;
        });
      }
      const message = (fd: Fd): Buffer => Buffer.from(String(fd).padStart(BYTES, '.'));
      const got = new Map<Fd, Buffer>();
      for (const fd of clients) expect(write(fd, message(fd))).toBe(BYTES);
      const buffer = Buffer.alloc(BYTES);
      take(epfd, CONNECTIONS, (fd) => {
        const n = read(fd, buffer) ?? 0;
        if (n === 0) throw new Error('the server closed a connection');
        const all = Buffer.concat([got.get(fd) ?? Buffer.alloc(0), buffer.subarray(0, n)]);
        got.set(fd, all);
        return all.length === BYTES;
      });
      expect(clients.filter((fd) => got.get(fd)?.equals(message(fd)) !== true)).toEqual([]);
      await server.quiet();
      const perConnection = ((residentKb(server.pid) - before) * 1024) / CONNECTIONS;
      console.log(`${CONNECTIONS} connections, ${perConnection.toFixed(0)} bytes of the server's memory each`);
      expect(server.exited).toBe(null);
    } finally {
      for (const fd of clients) close(fd);
      close(epfd);
      await server.end();
    }
  },
);
