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
import type { Bench } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { describeExit } from '../../src/kit/situation.ts';
import { blamingDeath } from '../support/echo.ts';
import { graded, HELLO, SERVER, SERVES } from './lesson.ts';

/** As many connections as it takes to reach descriptor 1,024 on the other side, with system calls only: thousands are quick. */
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
  8,
  'refuses the connections that do not fit into an fd_set',
  async (bench: Bench) => {
    const { hard } = getrlimit(RLIMIT_NOFILE);
    const server = await bench.start(SERVER);
    const room = prlimit(server.pid, RLIMIT_NOFILE);
    if (hard < STORM + 200 || room.hard < STORM + 100) {
      bench.note(
        `not tried: this machine allows ${Math.min(hard, room.hard)} descriptors a process, and ${STORM + 200} are needed`,
      );
      return;
    }
    setrlimit(RLIMIT_NOFILE, { soft: hard, hard });
    prlimit(server.pid, RLIMIT_NOFILE, { soft: room.hard, hard: room.hard });
    const clients = storm(server.port, STORM);
    try {
      await bench.step(`${STORM} clients connected; the server sleeps`, () =>
        blamingDeath(server, 'L03-B05', () => server.quiet(() => 'L03-B05')),
      );
      const [first, last] = [clients[0] ?? -1, clients.at(-1) ?? -1];
      const answer = Buffer.alloc(64);
      bench.expect(server.exited === null, {
        expected: 'the server to go on',
        saw: `the server ${describeExit(server.exited)}`,
        looksLike: 'L03-B05',
      });
      send(first, HELLO);
      const echoed = await until(() => recv(first, answer, MSG_DONTWAIT), 5000);
      bench.expect(echoed === HELLO.length, {
        expected: 'the first client to be served as before',
        saw: `${echoed ?? 'no'} bytes`,
        looksLike: 'L03-B05',
      });
      const end = await until(() => (recv(last, answer, MSG_DONTWAIT) === 0 ? 'end' : null), 5000);
      bench.expect(end !== null, {
        expected: 'the last client to see the end of its connection',
        saw: 'nothing: it is connected and waits',
        looksLike: 'L03-B05',
      });
    } finally {
      for (const fd of clients) close(fd);
    }
    await bench.step('they left; another client got its echo', async () =>
      (await bench.connect(server)).exchange(HELLO, () => 'L03-B05'),
    );
  },
  { needs: [SERVES] },
);
