import { EPOLLET, EPOLLIN, EPOLLOUT, O_NONBLOCK } from '#sys';
import { descriptorFlags } from '../src/kit/fdinfo.ts';
import { Finding } from '../src/kit/finding.ts';
import type { Peer } from '../src/kit/peer.ts';
import { residentKb, socketInodes } from '../src/kit/proc.ts';
import type { Server } from '../src/kit/server.ts';
import type { Bench } from './support/bench.ts';
import { blaming, blamingDeath, stillServes } from './support/echo.ts';
import { has, interestIn, interestOf, leaveRoomFor, maskText } from './support/epoll.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { targetFile } from './support/target.ts';

const LEVEL = targetFile('04', 'level.ts');
const EDGE = targetFile('04', 'edge.ts');
const HELLO = Buffer.from('hello');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const WATCHES = 'watches its listener, and sleeps';
const SERVES = 'level: serves two clients in turn';
const EDGE_SERVES = 'edge: serves two clients in turn';

graded('04.1', 8, WATCHES, async (bench: Bench) => {
  const server = await bench.start(LEVEL);
  const inode = server.listener()?.inode ?? 0;
  await bench.step('waited until the listener is in an epoll interest list (/proc/PID/fdinfo)', () =>
    server.waitFor('the listener in an interest list', () => interestIn(server, inode) !== null),
  );
  const interest = interestIn(server, inode);
  bench.expect(has(interest, EPOLLIN) && !has(interest, EPOLLET), {
    expected: 'the listener to be watched for EPOLLIN, level-triggered',
    saw: maskText(interest),
    looksLike: has(interest, EPOLLET) ? 'L04-B15' : undefined,
  });
  await bench.step('it sleeps', () => server.quiet());
});

/** Whether the server's descriptor of this socket has O_NONBLOCK. */
function nonblocking(server: Server, inode: number): boolean {
  const flags = descriptorFlags(server.pid, socketInodes(server.pid).get(inode) ?? -1);
  return flags !== null && (flags & O_NONBLOCK) !== 0;
}

/** Sends without reading until nobody takes any more, or all of it is taken. Returns how much was. */
async function fill(server: Server, client: Peer, bytes: Buffer): Promise<number> {
  const before = residentKb(server.pid);
  const looksLike = (): string => (grownMb(server, before) < MOST_GROWN_MB ? 'L04-B05' : 'L04-B10');
  let sent = 0;
  for (let same = 0; same < 2 && sent < bytes.length && client.ending === 'open'; ) {
    const more = client.offer(bytes.subarray(sent));
    sent += more;
    same = more === 0 ? same + 1 : 0;
    if (more === 0) await server.quiet(looksLike);
  }
  return sent;
}

/** More than what a server needs that keeps a client's last piece; much less than what a client can send meanwhile. */
const MOST_GROWN_MB = 16;
const grownMb = (server: Server, beforeKb: number): number => (residentKb(server.pid) - beforeKb) / 1000;

/** Two clients, one after the other and again: nobody waits for anybody. */
async function inTurn(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const ann = await bench.connect(server);
  const stuck = ({ situation, ending }: { situation: { kind: string } | null; ending: string }) =>
    situation?.kind === 'stuck' && !nonblocking(server, ann.serverRow?.inode ?? 0)
      ? 'L04-B03'
      : ending === 'open'
        ? undefined
        : 'L04-B04';
  await bench.step('first client: connected, got its echo, stays', () => ann.exchange(HELLO, stuck));
  const bob = await bench.connect(server);
  await bench.step('second client: connected, got its echo, stays', () => bob.exchange(HELLO, stuck));
  await server.quiet(() => 'L04-B05');
  await bench.step('it went quiet; the first client got another echo', () =>
    ann.exchange(Buffer.from('still here'), ({ ending }) => {
      if (ending !== 'open') return 'L04-B04';
      const interest = interestOf(server, ann);
      return has(interest, EPOLLIN) ? undefined : 'L04-B12';
    }),
  );
  ann.halfClose();
  await bench.step('it ended its direction, and read the end of the stream', () =>
    ann.expectEnd('eof', () => 'L04-B17'),
  );
  await bench.step('the second client is still served', () => bob.exchange(Buffer.from('me too')));
  const eve = await bench.connect(server);
  await bench.step('a third client comes, and its descriptor has the number of the one that left', () =>
    eve.exchange(HELLO, ({ situation }) =>
      situation?.kind === 'stuck' && interestOf(server, eve) === null ? 'L04-B18' : undefined,
    ),
  );
}

graded('04.2', 7, SERVES, (bench: Bench) => inTurn(bench, LEVEL), { needs: [WATCHES] });

/** Connections that all come while the server is stopped: one event for all of them. */
async function burst(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  await server.quiet();
  const clients = await bench.step('froze the server; five clients connected; thawed it', () =>
    server.frozen(async () => {
      const all = await bench.connectMany(server, 5);
      await server.waitFor('five connections in the queue', () => server.listener()?.rxQueue === 5);
      return all;
    }),
  );
  for (const [i, client] of clients.entries()) {
    await bench.step(`client ${i + 1} got its echo`, () =>
      client.exchange(HELLO, ({ situation }) =>
        situation?.kind === 'stuck' && (server.listener()?.rxQueue ?? 0) > 0 ? 'L04-B01' : undefined,
      ),
    );
  }
}

graded('04.2', 3, 'level: takes all of five connections that came at once', (bench: Bench) => burst(bench, LEVEL), {
  needs: [SERVES],
});

/** What epoll watches for, while a client has nothing to do. */
async function modes(bench: Bench, file: string, edge: boolean): Promise<void> {
  const server = await bench.start(file);
  const client = await bench.connect(server);
  await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
  await server.quiet(() => 'L04-B05');
  for (const [name, interest] of [
    ['the listener', interestIn(server, server.listener()?.inode ?? 0)],
    ['the connection', interestOf(server, client)],
  ] as const) {
    bench.expect(has(interest, EPOLLIN) && has(interest, EPOLLET) === edge, {
      expected: `${name} to be watched for EPOLLIN, ${edge ? 'edge' : 'level'}-triggered`,
      saw: maskText(interest),
      looksLike: has(interest, EPOLLET) !== edge ? 'L04-B15' : undefined,
    });
  }
  for (const [name, inode] of [
    ['the listener', server.listener()?.inode ?? 0],
    ['the connection', client.serverRow?.inode ?? 0],
  ] as const) {
    bench.expect(nonblocking(server, inode), {
      expected: `${name} to be non-blocking`,
      saw: 'flags without O_NONBLOCK (04000) in /proc/PID/fdinfo',
      looksLike: 'L04-B03',
    });
  }
}

graded('04.2', 3, 'level: watches for input only, without blocking', (bench: Bench) => modes(bench, LEVEL, false), {
  needs: [SERVES],
});

async function interrupted(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file, { faults: [{ calls: ['epoll_wait'], error: 'EINTR', every: 2 }] });
  bench.note('every second epoll_wait of this run ends in EINTR, as after SIGSTOP and SIGCONT');
  await bench.step('a client got its echo three times', () =>
    blamingDeath(server, 'L04-B13', async () => {
      const client = await bench.connect(server);
      for (let i = 0; i < 3; i++) await client.exchange(HELLO);
    }),
  );
}

graded('04.2', 3, 'level: goes on when epoll_wait is interrupted', (bench: Bench) => interrupted(bench, LEVEL), {
  needs: [SERVES],
});

/** Neither spins nor ends when there is no descriptor for the next connection; takes it when there is one again. */
async function outOfDescriptors(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const first = await bench.connect(server);
  await first.exchange(HELLO);
  leaveRoomFor(server, 1);
  const second = await bench.connect(server);
  await bench.step('left it one more descriptor (prlimit); two clients connected and got their echo', () =>
    second.exchange(HELLO),
  );
  const third = await bench.connect(server);
  bench.note('a third client connected: there is no descriptor for it');
  await bench.step('the server sleeps', () =>
    blamingDeath(server, 'L04-B16', async () => {
      await server.quiet(() => 'L04-B16');
      if (server.exited !== null) throw new Finding({ expected: 'a server that lives', saw: 'the end of the server' });
    }),
  );
  await bench.step('the first client got another echo', () => blaming('L04-B16', () => first.exchange(HELLO)));
  second.close();
  await third.send(HELLO);
  await bench.step('the second client left; the third one got its echo', async () => {
    const deadline = performance.now() + 15_000; // a server may look again after a while
    while (third.received.length < HELLO.length && performance.now() < deadline) {
      third.pump();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    bench.expect(third.received.equals(HELLO), {
      expected: 'its echo',
      saw: `${third.received.length} bytes`,
      kernel: third.describeQueues(),
      looksLike: 'L04-B16',
    });
  });
}

graded(
  '04.2',
  4,
  'level: has patience when there are no descriptors left',
  (bench: Bench) => outOfDescriptors(bench, LEVEL),
  { needs: [SERVES] },
);

const MEGABYTES = 24;

/** A client that sends as much as is taken and reads nothing; another one; then the first reads everything. */
async function slowReader(bench: Bench, file: string, ids: { lost: string | undefined }): Promise<void> {
  const server = await bench.start(file);
  const before = residentKb(server.pid);
  const slow = await bench.connect(server, { receiveBuffer: 4096 });
  const bytes = patternBytes(MEGABYTES * 1_000_000);
  const sent = await bench.step('a client sent without reading, until nobody took any more', () =>
    fill(server, slow, bytes),
  );
  const grown = grownMb(server, before);
  bench.expect(sent < bytes.length && grown < MOST_GROWN_MB, {
    expected: 'the server to stop reading from a client that does not read',
    saw: `${(sent / 1e6).toFixed(1)} MB taken, ${grown.toFixed(0)} MB more memory`,
    looksLike: grown < MOST_GROWN_MB ? 'L04-B06' : 'L04-B10',
  });
  const other = await bench.connect(server);
  await bench.step('another client got its echo', () => other.exchange(patternBytes(200_000, 'text')));
  slow.halfClose();
  await bench.step(`the first client ended its direction and read its ${(sent / 1e6).toFixed(1)} MB`, () =>
    slow.expect(bytes.subarray(0, sent), ({ got }) => {
      if (!got.equals(bytes.subarray(0, got.length))) return 'L04-B11';
      return ids.lost;
    }),
  );
  await bench.step('and the end of the stream', () => slow.expectEnd('eof', () => 'L04-B17'));
  await smallBites(bench, file);
}

/** What is pending does not go out in one piece either. */
async function smallBites(bench: Bench, file: string): Promise<void> {
  bench.note('another run: each write takes at most 1,000 bytes');
  const server = await bench.start(file, { faults: [{ calls: ['write', 'send'], cap: 1000 }] });
  const client = await bench.connect(server);
  const bytes = patternBytes(100_000);
  await server.frozen(() => {
    client.offer(bytes);
  });
  await bench.step('sent 100,000 bytes at once, while the server was stopped', () =>
    client.expect(bytes, ({ got }) => (got.equals(bytes.subarray(0, got.length)) ? 'L04-B06' : 'L04-B19')),
  );
}

graded(
  '04.3',
  8,
  'level: loses nothing of a client that reads late',
  (bench: Bench) => slowReader(bench, LEVEL, { lost: 'L04-B06' }),
  { needs: [SERVES] },
);

graded(
  '04.3',
  8,
  'level: asks for EPOLLOUT only while there is something to write',
  async (bench: Bench) => {
    const server = await bench.start(LEVEL);
    const slow = await bench.connect(server, { receiveBuffer: 4096 });
    await bench.step('a client sent without reading, until nobody took any more, or 10 MB', () =>
      fill(server, slow, Buffer.alloc(10_000_000)),
    );
    const stalled = interestOf(server, slow);
    bench.expect(has(stalled, EPOLLOUT), {
      expected: 'the connection to be watched for EPOLLOUT, now that bytes wait for room',
      saw: maskText(stalled),
      looksLike: 'L04-B06',
    });
    slow.halfClose();
    await bench.step('it read everything', () =>
      server.waitFor('the end of the stream', () => {
        slow.pump();
        return slow.ending !== 'open';
      }),
    );
    const next = await bench.connect(server);
    await next.exchange(HELLO);
    await bench.step('with an idle client connected, the server sleeps', () => server.quiet(() => 'L04-B05'));
    const idle = interestOf(server, next);
    bench.expect(!has(idle, EPOLLOUT), {
      expected: 'no EPOLLOUT for a client that has its echo',
      saw: maskText(idle),
      looksLike: 'L04-B05',
    });
  },
  { needs: [SERVES] },
);

graded('04.4', 7, EDGE_SERVES, (bench: Bench) => inTurn(bench, EDGE), { needs: [WATCHES, SERVES] });

graded('04.4', 4, 'edge: watches edge-triggered, without blocking', (bench: Bench) => modes(bench, EDGE, true), {
  needs: [EDGE_SERVES],
});

graded('04.4', 6, 'edge: takes all of five connections that came at once', (bench: Bench) => burst(bench, EDGE), {
  needs: [EDGE_SERVES],
});

graded(
  '04.4',
  6,
  'edge: reads all that one edge stands for',
  async (bench: Bench) => {
    const server = await bench.start(EDGE, { args: ['--read', '1000'] });
    const client = await bench.connect(server);
    await client.exchange(HELLO);
    const bytes = patternBytes(60_000);
    await bench.step('with --read 1000: froze the server; the client sent 60,000 bytes; thawed it', () =>
      server.frozen(() => client.send(bytes)),
    );
    await bench.step('the client says nothing more, and got all of them back', () =>
      client.expect(bytes, ({ situation, serverRow }) =>
        situation?.kind === 'stuck' && (serverRow?.rxQueue ?? 0) > 0 ? 'L04-B02' : undefined,
      ),
    );
  },
  { needs: [EDGE_SERVES] },
);

graded(
  '04.4',
  6,
  'edge: loses nothing of a client that reads late',
  (bench: Bench) => slowReader(bench, EDGE, { lost: 'L04-B07' }),
  { needs: [EDGE_SERVES] },
);

graded(
  '04.4',
  3,
  'edge: has patience when there are no descriptors left',
  (bench: Bench) => outOfDescriptors(bench, EDGE),
  { needs: [EDGE_SERVES] },
);

/** A request and the end of the stream come together. */
async function lastWords(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const client = await bench.connect(server);
  await client.exchange(HELLO);
  await bench.step('froze the server; the client sent 9 bytes and ended its direction; thawed it', () =>
    server.frozen(async () => {
      await client.send(Buffer.from('last word'));
      client.halfClose();
    }),
  );
  await bench.step('the client got the echo', () => client.expect(Buffer.from('last word'), () => 'L04-B09'));
  await bench.step('and the end of the stream', () => client.expectEnd('eof', () => 'L04-B17'));
}

/** A reset while the server waits for input, and one while it waits for room. */
async function resets(bench: Bench, file: string): Promise<void> {
  const server = await bench.start(file);
  const stays = await bench.connect(server);
  await stays.exchange(HELLO);
  const rude = await bench.connect(server);
  await bench.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
  await blamingDeath(server, 'L04-B14', async () => {
    rude.reset();
    await bench.step('the second one reset; the server sleeps', () => server.quiet(() => 'L04-B08'));
    const stalled = await bench.connect(server, { receiveBuffer: 4096 });
    await bench.step('a client that reads nothing sent until nobody took any more, then reset', () =>
      fill(server, stalled, Buffer.alloc(10_000_000)),
    );
    stalled.reset();
    await bench.step('the server sleeps', () => server.quiet(() => 'L04-B08'));
    await bench.step('the first client got another echo', () => stays.exchange(HELLO));
  });
  await stillServes(bench, server, 'L04-B14', 'L04-B14');
  expectForgotten(bench, server);
}

/** Closed connections have left the interest lists. */
function expectForgotten(bench: Bench, server: Server): void {
  const held = server.connections().length;
  bench.expect(held <= 2, {
    expected: 'the connections that were reset to be closed',
    saw: `${held} connections`,
    looksLike: 'L04-B17',
  });
}

const LAST_WORDS = 'level: answers the last request before the end';

graded('04.5', 5, LAST_WORDS, (bench: Bench) => lastWords(bench, LEVEL), {
  needs: [SERVES],
});
graded('04.5', 6, 'level: survives clients that reset', (bench: Bench) => resets(bench, LEVEL), { needs: [SERVES] });
graded('04.5', 5, 'edge: answers the last request before the end', (bench: Bench) => lastWords(bench, EDGE), {
  needs: [EDGE_SERVES],
});
graded('04.5', 6, 'edge: survives clients that reset', (bench: Bench) => resets(bench, EDGE), { needs: [EDGE_SERVES] });

lesson.cleanliness('04.5', 2, [SERVES, LAST_WORDS], () => 'L04-B17');
