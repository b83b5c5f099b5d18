import { close, pidfdGetfd, pidfdOpen } from '#sys';
import { isZombie, processInfo, socketInodes, zombieStatus } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import { tcpRows } from '../src/kit/tcp.ts';
import type { Bench } from './support/bench.ts';
import { blaming, blamingDeath, stillServes } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { patternBytes } from './support/patterns.ts';
import { targetFile } from './support/target.ts';

const SERVER = targetFile('02', 'server.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const TWO = 'serves two clients at the same time';
const OWN_CHILD = 'gives each client a child of its own, which ends with it';
const REAPS = 'leaves no zombie when clients leave one after the other';
const HELLO = Buffer.from('hello');

/** The children that are alive. */
const alive = (server: Server) => server.children().filter((child) => !isZombie(child));

graded('02.1', 8, TWO, async (bench: Bench) => {
  const server = await bench.start(SERVER);
  const ann = await bench.connect(server);
  await bench.step('first client: connected, got its echo, stays', () => ann.exchange(HELLO));
  const bob = await bench.connect(server);
  await bench.step('second client: connected, got its echo', () =>
    bob.exchange(HELLO, ({ situation }) => (situation?.kind === 'stuck' ? 'L02-B08' : undefined)),
  );
  await bench.step('first client: got another echo', () => ann.exchange(Buffer.from('still here')));
});

graded(
  '02.1',
  5,
  OWN_CHILD,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    for (let i = 1; i <= 3; i++) {
      const client = await bench.connect(server);
      await bench.step(`client ${i}: connected, got its echo`, () => client.exchange(HELLO));
      const count = server.processes().filter((info) => !isZombie(info)).length;
      bench.expect(count === 2, {
        expected: 'two processes: the parent and one child',
        saw: `${count}`,
        kernel: server.describeProcesses(),
        looksLike: count > 2 ? 'L02-B07' : undefined,
      });
      client.close();
      await bench.step(`client ${i}: closed; its child has ended`, () =>
        server.waitFor('no child that still runs', () => alive(server).length === 0, {
          diagnose: () =>
            alive(server).some(({ pid }) => socketInodes(pid).has(server.listener()?.inode ?? 0))
              ? 'L02-B07'
              : undefined,
        }),
      );
    }
  },
  { needs: [TWO] },
);

graded(
  '02.1',
  5,
  'closes in each process what that process does not need',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const listener = server.listener()?.inode ?? 0;
    for (const name of ['first', 'second']) {
      const client = await bench.connect(server);
      await bench.step(`${name} client: connected, got its echo, stays`, () => client.exchange(HELLO));
    }
    await server.quiet();
    const held = server.connections();
    bench.expect(held.length === 0, {
      expected: `the parent to hold its listener and no connection`,
      saw: `${held.length} connection${held.length === 1 ? '' : 's'} in the parent`,
      kernel: held.map(
        (row) =>
          `fd ${socketInodes(server.pid).get(row.inode)} of ${server.pid}: ${row.state} with 127.0.0.1:${row.remotePort}`,
      ),
      looksLike: 'L02-B05',
    });
    const holders = alive(server).filter(({ pid }) => socketInodes(pid).has(listener));
    bench.expect(holders.length === 0, {
      expected: 'no child to hold the listener',
      saw: `${holders.length} that do`,
      kernel: holders.map(({ pid }) => `fd ${socketInodes(pid).get(listener)} of child ${pid}: LISTEN`),
      looksLike: 'L02-B06',
    });
  },
  { needs: [TWO] },
);

graded(
  '02.1',
  4,
  'loses one client, and no more, when fork fails',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { faults: [{ calls: ['fork'], error: 'EAGAIN', at: [1] }] });
    bench.note('the first fork of this run fails with EAGAIN, as at the limit of processes');
    const unlucky = await bench.connect(server);
    await bench.step('first client: connected; the server closes its connection', () =>
      unlucky.expectEnd('any', () => 'L02-B11'),
    );
    await bench.step('second client: connected, got its echo, stays', () =>
      blamingDeath(server, 'L02-B11', async () => (await bench.connect(server)).exchange(HELLO, () => 'L02-B11')),
    );
    bench.expect(server.children().length === 1, {
      expected: 'one child, for the second client',
      saw: `${server.children().length}`,
      looksLike: 'L02-B11',
    });
  },
  { needs: [TWO] },
);

/** No zombie is left, now that everything is quiet. */
function expectNoZombies(
  bench: Bench,
  server: Server,
  looksLike: (count: number) => string | undefined,
  kernel: string[] = [],
): void {
  const zombies = server.zombies();
  bench.expect(zombies.length === 0, {
    expected: 'no child in state Z',
    saw: `${zombies.length} zombie${zombies.length === 1 ? '' : 's'}: ${zombies.map(({ pid }) => pid).join(' ')}`,
    kernel,
    looksLike: looksLike(zombies.length),
  });
}

graded(
  '02.2',
  6,
  REAPS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    for (let i = 1; i <= 3; i++) {
      const client = await bench.connect(server);
      await client.exchange(HELLO);
      client.close();
      await bench.step(`client ${i}: got its echo and closed; its child has ended`, () =>
        server.waitFor('no child that still runs', () => alive(server).length === 0),
      );
      await server.quiet();
    }
    expectNoZombies(bench, server, (count) => (count === 3 ? 'L02-B01' : undefined));
  },
  { needs: [TWO] },
);

graded(
  '02.2',
  10,
  'reaps every child that ends, also when ten end at once',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const clients = await bench.connectMany(server, 10);
    await bench.step('connected 10 clients; each got its echo', async () => {
      for (const client of clients) await client.exchange(HELLO);
    });
    await bench.step('froze the parent (SIGSTOP); closed all 10 clients; waited until all 10 children had ended', () =>
      server.frozen(async () => {
        for (const client of clients) client.close();
        await server.waitFor('10 children that have ended', () => alive(server).length === 0);
      }),
    );
    await bench.step('thawed the parent (SIGCONT); it went quiet', () => server.quiet());
    expectNoZombies(bench, server, (count) => (count === 10 ? 'L02-B01' : 'L02-B02'), [
      'SIGCHLD was pending once for ten exits: standard signals do not queue',
    ]);
  },
  { needs: [REAPS] },
);

graded(
  '02.2',
  4,
  'goes on accepting while other children still run',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const stays = await bench.connect(server);
    await bench.step('first client: got its echo, stays', () => stays.exchange(HELLO));
    const leaves = await bench.connect(server);
    await leaves.exchange(HELLO);
    leaves.close();
    await bench.step('second client: got its echo and closed', () =>
      server.waitFor('its child to end', () => alive(server).length === 1),
    );
    await server.quiet();
    const next = await bench.connect(server);
    await bench.step('third client: connected, got its echo', () =>
      next.exchange(HELLO, ({ situation }) =>
        situation?.processes[0]?.includes('wait') || situation?.kind === 'stuck' ? 'L02-B03' : undefined,
      ),
    );
  },
  { needs: [REAPS] },
);

graded(
  '02.3',
  5,
  'goes on when accept is interrupted',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { faults: [{ calls: ['accept', 'accept4'], error: 'EINTR', every: 2 }] });
    bench.note('every second accept of this run ends in EINTR, as when a signal handler ran');
    for (let i = 1; i <= 3; i++) {
      await bench.step(`client ${i}: connected, got its echo, closed`, () =>
        blamingDeath(server, 'L02-B04', async () => {
          const client = await bench.connect(server);
          await client.exchange(HELLO);
          client.close();
        }),
      );
    }
  },
  { needs: [TWO] },
);

graded(
  '02.3',
  9,
  'stops on SIGTERM once the open conversation has ended',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
    server.signal('SIGTERM');
    await bench.step('sent SIGTERM to the parent; its port closes', () =>
      blaming('L02-B13', () =>
        server.waitFor(
          'no listening socket',
          () => !tcpRows().some((row) => row.state === 'LISTEN' && row.localPort === server.port),
          { alive: false },
        ),
      ),
    );
    server.signal('SIGTERM');
    await bench.step('sent SIGTERM again; the client got another echo', () =>
      blaming('L02-B13', () => client.exchange(Buffer.from('still served'))),
    );
    await server.quiet();
    bench.expect(server.exited === null, {
      expected: 'the parent to wait for its child',
      saw: `the server ${describeExit(server.exited)}`,
      looksLike: 'L02-B13',
    });
    client.close();
    const exit = await bench.step('closed the client; the server exits', () => server.exit(() => 'L02-B13'));
    bench.expect(exit.code === 0, {
      expected: 'exit status 0',
      saw: `the server ${describeExit(exit)}`,
      looksLike: 'L02-B13',
    });
  },
  { needs: [TWO] },
);

graded(
  '02.4',
  6,
  'survives a client that resets',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const stays = await bench.connect(server);
    await stays.exchange(HELLO);
    const rude = await bench.connect(server);
    await bench.step('connected two clients; each got its echo', () => rude.exchange(HELLO));
    const child = alive(server).at(-1)?.pid ?? 0;
    await bench.step('froze the parent; the second client reset; its child has ended', () =>
      server.frozen(async () => {
        rude.reset();
        await server.waitFor('the child to end', () => !alive(server).some(({ pid }) => pid === child));
        const status = zombieStatus(child);
        bench.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}`,
          looksLike: status === 'signal 13' ? 'L02-B09' : undefined,
        });
      }),
    );
    bench.expect(!server.log.some((line) => /^\d+ died of/.test(line)), {
      expected: 'the child to deal with the error and log it',
      saw: `an error that nobody caught: ${server.log.find((line) => /^\d+ died of/.test(line))}`,
    });
    await bench.step('the first client got another echo', () => stays.exchange(HELLO));
    await stillServes(bench, server, 'L02-B04', 'L02-B09');
  },
  { needs: [TWO] },
);

graded(
  '02.4',
  6,
  'does not let SIGPIPE end the child of a client that has closed',
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const hasty = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => hasty.exchange(HELLO));
    const child = alive(server)[0]?.pid ?? 0;
    await bench.step('froze both processes; the client sent 20,000 bytes and closed', () =>
      server.frozen(async () => {
        process.kill(child, 'SIGSTOP');
        await server.waitFor('the child to stop', () => processInfo(child)?.state === 'T');
        await hasty.send(patternBytes(20_000));
        hasty.close();
        process.kill(child, 'SIGCONT');
        bench.note('thawed the child: its first write is answered with an RST, the next one meets a broken pipe');
        await server.waitFor('the child to end', () => alive(server).length === 0);
        const status = zombieStatus(child);
        bench.expect(status === null || /^status [01]$/.test(status), {
          expected: 'the child to exit with status 0 or 1',
          saw: `it ended with ${status}${status === 'signal 13' ? ' (SIGPIPE)' : ''}`,
          looksLike: status === 'signal 13' ? 'L02-B09' : undefined,
        });
      }),
    );
    await stillServes(bench, server, 'L02-B04', 'L02-B09');
  },
  { needs: [TWO] },
);

const ENDS = 'ends the stream though another process holds the connection';

graded(
  '02.5',
  6,
  ENDS,
  async (bench: Bench) => {
    const server = await bench.start(SERVER);
    const client = await bench.connect(server);
    await bench.step('connected a client; it got its echo', () => client.exchange(HELLO));
    const child = alive(server)[0]?.pid ?? 0;
    const inode = client.serverRow?.inode ?? 0;
    const pidfd = pidfdOpen(child);
    const copy = pidfdGetfd(pidfd, socketInodes(child).get(inode) ?? -1);
    try {
      bench.note(`took a copy of the child's connection into another process (pidfd_getfd)`);
      client.halfClose();
      await bench.step('the client ended its direction, and read the end of the stream', () =>
        client.expectEnd('eof', () => 'L02-B14'),
      );
    } finally {
      close(copy);
      close(pidfd);
    }
  },
  { needs: [TWO] },
);

graded(
  '02.5',
  6,
  'hangs up without a reset on a client that has more to say',
  async (bench: Bench) => {
    const server = await bench.start(SERVER, { args: ['--limit', '60000'] });
    const client = await bench.connect(server, { receiveBuffer: 4096 });
    const bytes = patternBytes(150_000);
    await bench.step('with --limit 60000: sent 150,000 bytes and read nothing yet', () => client.send(bytes));
    await bench.step('waited until the server had nothing more to do', () => server.quiet());
    const unread = () => (client.ending === 'reset' ? 'L02-B15' : undefined);
    await bench.step('read 60,000 bytes of echo', () => client.expect(bytes.subarray(0, 60_000), unread));
    await bench.step('read the end of the stream', () => client.expectEnd('eof', () => unread() ?? 'L02-B14'));
  },
  { needs: [TWO] },
);

lesson.cleanliness('02.5', 2, [TWO, ENDS], (kind) =>
  kind === 'zombies' ? 'L02-B01' : kind === 'connections' ? 'L02-B05' : undefined,
);

await import('./support/chat.ts').then(({ chatTests }) => chatTests(lesson));
