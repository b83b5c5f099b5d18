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
import { describeExit } from '../src/kit/server.ts';
import { until } from '../src/kit/wait.ts';
import type { Bench } from './support/bench.ts';
import { blamingDeath, stillServes } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { selectClientTests } from './support/select-client.ts';
import { targetFile } from './support/target.ts';
import { timeoutTests } from './support/timeouts.ts';

const SERVER = targetFile('03', 'server.ts');
const HELLO = Buffer.from('hello');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const SERVES = 'serves its clients in any order';

timeoutTests(lesson);

graded('03.3', 7, SERVES, async (bench: Bench) => {
  const server = await bench.start(SERVER);
  const ann = await bench.connect(server);
  const only = ({ situation }: { situation: { kind: string } | null }) => {
    if (situation?.kind !== 'stuck') return undefined;
    return (ann.serverRow?.rxQueue ?? 0) === 0 ? 'L03-B10' : 'L03-B01';
  };
  await bench.step('the first client connected; it got an echo of 5 bytes without a line end', () =>
    ann.exchange(HELLO, only),
  );
  const bob = await bench.connect(server);
  const next = ({ situation }: { situation: { kind: string } | null }) =>
    situation?.kind === 'stuck' ? 'L03-B02' : undefined;
  await bench.step('a second client connected and got its echo', () => bob.exchange(HELLO, next));
  await bench.step('the first one got another echo', () => ann.exchange(Buffer.from('still here'), next));
  const eve = await bench.connect(server);
  await bench.step('a third client connected and got its echo', () => eve.exchange(HELLO, next));
  server.signal('SIGTERM');
  const exit = await bench.step('sent SIGTERM; the server exits', () => server.exit());
  bench.expect(exit.code === 0, {
    expected: 'exit status 0: a signal interrupts select, and is no failure',
    saw: `the server ${describeExit(exit)}`,
  });
});

graded(
  '03.3',
  5,
  'serves forty clients, each its own bytes',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const clients = await bench.connectMany(server, 40);
    await bench.step('connected 40 clients; each got its echo, from the last to the first', async () => {
      for (const [i, client] of [...clients.entries()].reverse())
        await client.exchange(Buffer.from(`client ${i}`), () => 'L03-B05');
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  4,
  'forgets clients that leave',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    await bench.step('20 clients came, got their echo and left', async () => {
      for (let i = 0; i < 20; i++) {
        const client = await bench.connect(server);
        await blamingDeath(server, 'L03-B11', () => client.exchange(HELLO, () => 'L03-B11'));
        client.close();
      }
    });
    await blamingDeath(server, 'L03-B11', async () => {
      await bench.step('the server sleeps', () => server.quiet(() => 'L03-B11'));
      await bench.step('another client got its echo', async () =>
        (await bench.connect(server)).exchange(HELLO, () => 'L03-B11'),
      );
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.3',
  2,
  'survives a client that resets',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const rude = await bench.connect(server);
    await rude.exchange(HELLO);
    rude.reset();
    bench.note('a client got its echo and reset');
    await stillServes(bench, server, 'L03-B11', 'L03-B11');
  },
  { needs: [SERVES] },
);

graded(
  '03.4',
  8,
  'keeps the bytes of a client that reads late, and serves the others meanwhile',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(24_000_000);
    let sent = 0;
    await bench.step('a client sent without reading, until nobody took any more', async () => {
      for (let same = 0; same < 2 && sent < bytes.length && slow.ending === 'open'; ) {
        const more = slow.offer(bytes.subarray(sent));
        sent += more;
        same = more === 0 ? same + 1 : 0;
        if (more === 0) await server.quiet(() => 'L03-B14');
      }
    });
    bench.expect(sent < bytes.length, {
      expected: 'the server to stop reading from a client that does not read',
      saw: 'all 24 MB taken',
      looksLike: 'L03-B14',
    });
    const other = await bench.connect(server);
    await bench.step('another client got its echo', () =>
      other.exchange(patternBytes(200_000, 'text'), () => 'L03-B14'),
    );
    slow.halfClose();
    await bench.step('the first one ended its direction and read its echo', () =>
      slow.expect(bytes.subarray(0, sent), () => 'L03-B14'),
    );
    await bench.step('and the end of the stream', () => slow.expectEnd('eof'));
  },
  { needs: [SERVES] },
);

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

const TICK = 600;

const ticks = (log: readonly string[]): number => log.filter((line) => /tick/.test(line)).length;

graded(
  '03.5',
  5,
  'ticks while nobody says anything, and sleeps between two ticks',
  async (bench: Bench) => {
    const began = performance.now();
    const server = await bench.start(SERVER, { args: ['--tick', String(TICK)] });
    await bench.step(`with --tick ${TICK}: waited for the first tick`, async () => {
      const seen = await until(() => ticks(server.log) >= 1, 15_000);
      bench.expect(seen !== null, {
        expected: 'a line with "tick" in the log',
        saw: 'none in 15 s',
        kernel: server.describeProcesses(),
      });
    });
    await bench.step('it sleeps until the next one', () => server.quiet(() => 'L03-B03'));
    await bench.step('and ticks again', () => until(() => ticks(server.log) >= 2 || server.exited !== null, 15_000));
    const count = ticks(server.log);
    const due = Math.floor((performance.now() - began) / TICK) + 1;
    bench.expect(count >= 2 && count <= due, {
      expected: `two ticks or more, and at most ${due} in the time since it was started`,
      saw: `${count}`,
      looksLike: count > due ? 'L03-B15' : undefined,
    });
  },
  { needs: [SERVES] },
);

graded(
  '03.5',
  5,
  'ticks while a client talks without a pause',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { args: ['--tick', String(TICK)] });
    const client = await bench.connect(server);
    const deadline = performance.now() + 15_000;
    await bench.step(
      `with --tick ${TICK}: a client exchanged 5 bytes again and again, until the server had ticked twice`,
      async () => {
        while (ticks(server.log) < 2 && performance.now() < deadline) await client.exchange(HELLO);
      },
    );
    bench.expect(ticks(server.log) >= 2, {
      expected: 'two ticks',
      saw: `${ticks(server.log)} in 15 s`,
      looksLike: 'L03-B17',
    });
  },
  { needs: [SERVES, 'ticks while nobody says anything, and sleeps between two ticks'] },
);

selectClientTests(lesson);

lesson.cleanliness('03.3', 2, [SERVES], () => 'L03-B11');
