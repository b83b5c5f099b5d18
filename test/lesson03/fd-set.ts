import {
  AF_INET,
  close,
  connect,
  FD_SETSIZE,
  type Fd,
  getrlimit,
  MSG_DONTWAIT,
  prlimit,
  RLIMIT_NOFILE,
  recv,
  SOCK_CLOEXEC,
  SOCK_STREAM,
  send,
  setrlimit,
  socket,
} from '#sys';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blamingDeath } from '../support/echo.ts';
import { graded, HELLO, SERVES, startServer } from './lesson.ts';

/** Enough connections for descriptor 1,024 on the other side. With system calls, because a thousand sockets of node:net are slow. */
function storm(port: number, count: number): Fd[] {
  return Array.from({ length: count }, () => {
    const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC);
    connect(fd, { family: AF_INET, address: '127.0.0.1', port });
    return fd;
  });
}

const STORM = FD_SETSIZE + 10;

graded(
  '03.4',
  7,
  'refuses the connections that do not fit into an fd_set',
  async (t: TestContext) => {
    const { hard } = getrlimit(RLIMIT_NOFILE);
    const server = await startServer(t);
    const room = prlimit(server.pid, RLIMIT_NOFILE);
    if (hard < STORM + 200 || room.hard < STORM + 100) {
      t.note(
        `not tried: this machine allows ${Math.min(hard, room.hard)} descriptors a process, and ${STORM + 200} are needed`,
      );
      return;
    }
    setrlimit(RLIMIT_NOFILE, { soft: hard, hard });
    prlimit(server.pid, RLIMIT_NOFILE, { soft: room.hard, hard: room.hard });
    const clients = storm(server.port, STORM);
    try {
      await t.step(`${STORM} clients connected; the server sleeps`, () =>
        blamingDeath(server, 'beyond-the-set', () => server.quiet(() => 'beyond-the-set')),
      );
      const [first, last] = [clients[0] ?? -1, clients.at(-1) ?? -1];
      const answer = Buffer.alloc(64);
      t.expect(server.exited === null, {
        expected: 'the server to go on running',
        saw: `the server ${describeExit(server.exited)}`,
        looksLike: 'beyond-the-set',
      });
      send(first, HELLO);
      const echoed = await until(() => recv(first, answer, MSG_DONTWAIT), 5000);
      t.expect(echoed === HELLO.length, {
        expected: 'the first client to be served as before',
        saw: `${echoed ?? 'no'} bytes`,
        looksLike: 'beyond-the-set',
      });
      const end = await until(() => (recv(last, answer, MSG_DONTWAIT) === 0 ? 'end' : null), 5000);
      t.expect(end !== null, {
        expected: 'the last client to see the end of its connection',
        saw: 'no end: it is connected and waits',
        looksLike: 'beyond-the-set',
      });
    } finally {
      for (const fd of clients) close(fd);
    }
    await t.step('all of them left; another client got its echo', async () =>
      (await t.connect(server)).exchange(HELLO, () => 'beyond-the-set'),
    );
  },
  { needs: [SERVES] },
);
