import { SIGKILL, SIGSTOP, SIGTERM } from '#sys';
import { epollDescriptors, interestList } from '../src/kit/fdinfo.ts';
import type { Peer } from '../src/kit/peer.ts';
import { descriptors, hasSignal, processInfo, socketInodes } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import type { Bench } from './support/bench.ts';
import { blaming, blamingLater } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import {
  BIG,
  BIG_BYTES,
  channelInodes,
  ended,
  fillFolder,
  holdersOf,
  killOne,
  SMALL,
  stalled,
  workerFor,
  workersOf,
} from './support/pool.ts';
import { targetFile } from './support/target.ts';
import { type Answer, answerIn, ask, expectFile, inFolder } from './support/train-answers.ts';
import { engineOf, trainOf } from './support/trains.ts';

const TRY = targetFile('07', 'try.ts');
const SERVER = targetFile('07', 'server.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const MAKES = 'makes workers: processes that wait';
const PASSES = 'passes a connection to a worker';
const SERVES = 'a worker serves files, closes the connection and is free';
const SHARES = 'serves clients from its workers';

graded('07.1', 6, MAKES, async (bench: Bench) => {
  const server = await bench.start(TRY, { args: ['--idle', '3'] });
  await server.quiet();
  const workers = workersOf(server);
  bench.expect(workers.length === 3, {
    expected: '3 children',
    saw: `${workers.length}`,
    kernel: server.describeProcesses(),
  });
  const calls = workers.map((pid) => server.blockedIn(pid) ?? 'read');
  bench.expect(
    calls.every((call) => call.startsWith('read')),
    { expected: 'each of them asleep in read', saw: calls.join(', '), kernel: server.describeProcesses() },
  );
});

graded(
  '07.1',
  8,
  'each worker holds its own end of its channel, and nothing else of the pool',
  async (bench: Bench) => {
    const server = await bench.start(TRY, { args: ['--idle', '3'] });
    await server.quiet();
    const workers = workersOf(server);
    const listener = server.listener()?.inode ?? 0;
    const own = channelInodes(server.pid);
    const lines = workers.map((pid) => `worker ${pid} holds the sockets ${channelInodes(pid).join(' ') || 'none'}`);
    const kernel = [`parent ${server.pid} holds the sockets ${own.join(' ')}`, ...lines];
    bench.expect(own.length === workers.length, {
      expected: "the parent to have its own ends only, one for each worker's channel",
      saw: `${own.length} sockets for ${workers.length} workers`,
      kernel,
      looksLike: 'L07-B15',
    });
    for (const pid of workers) {
      bench.expect(!socketInodes(pid).has(listener), {
        expected: 'no worker to have the listener',
        saw: `worker ${pid} has it, as fd ${socketInodes(pid).get(listener)}`,
        looksLike: 'L07-B17',
      });
      bench.expect(hasSignal(pid, 'SigIgn', SIGTERM), {
        expected: 'a worker to leave SIGTERM to the parent',
        saw: `worker ${pid} does not ignore it (SigIgn in /proc/${pid}/status)`,
        looksLike: 'L07-B26',
      });
      bench.expect(channelInodes(pid).length === 1, {
        expected: 'each worker to have one socket of the channels: its own end',
        saw: `worker ${pid} has ${channelInodes(pid).length}`,
        kernel,
        looksLike: 'L07-B07',
      });
    }
    // The end of the parent is the end of the channel, if nobody else has a copy of its end.
    server.signal('SIGKILL');
    await server.exit();
    await blaming('L07-B07', () =>
      bench.step('killed the parent; the workers see the end of their channels', () =>
        server.waitFor(
          'all workers to exit',
          () => server.processes().every(({ pid, state }) => pid === server.pid || state === 'Z'),
          { alive: false },
        ),
      ),
    );
  },
  { needs: [MAKES] },
);

/** What became of a connection that should have been passed: told by who died of what, and who sleeps where. */
async function lost(server: Server): Promise<string | undefined> {
  await server.settle();
  const words = server.log.join('\n');
  if (words.includes('EINVAL')) return 'L07-B16';
  if (words.includes('EBADF') || words.includes('ENOTSOCK')) return 'L07-B01';
  const [worker] = workersOf(server);
  if (worker === undefined) return 'L07-B03';
  // It took something for a connection and sleeps on it, or nothing has come at all.
  return (server.blockedIn(worker) ?? 'recvmsg').startsWith('recvmsg') ? 'L07-B02' : 'L07-B01';
}

graded(
  '07.2',
  9,
  PASSES,
  async (bench: Bench) => {
    const server = await bench.start(TRY);
    await server.quiet();
    const [worker] = workersOf(server);
    const peer = await bench.connect(server);
    await blamingLater(
      () => lost(server),
      () =>
        bench.step('connected; the worker greets the client', () =>
          server.waitFor('a line from the worker', () => {
            peer.pump();
            return peer.received.includes('\n');
          }),
        ),
    );
    const [, pid, fd] = /^worker (\d+) has fd (\d+)/.exec(peer.received.toString()) ?? [];
    const inode = peer.serverRow?.inode ?? 0;
    const held = socketInodes(Number(pid)).get(inode);
    bench.expect(Number(pid) === worker && held === Number(fd), {
      expected: `worker ${worker} to have the connection, inode ${inode}`,
      saw: peer.received.toString().trim(),
      kernel: [
        `worker ${worker}: ${held === undefined ? 'no descriptor of that inode' : `fd ${held} is inode ${inode}`}`,
      ],
      looksLike: 'L07-B01',
    });
    bench.note(`fd ${fd} of worker ${pid} and the fd that the parent passed: one inode, ${inode}`);
  },
  { needs: [MAKES] },
);

graded(
  '07.2',
  5,
  'passes one connection after the other, and sees the end of the channel',
  async (bench: Bench) => {
    const server = await bench.start(TRY);
    for (let i = 0; i < 4; i++) {
      const peer = await bench.connect(server);
      await blamingLater(
        () => lost(server),
        () => greeted(server, peer),
      );
    }
    await server.quiet();
    server.signal('SIGKILL');
    await server.exit();
    await bench.step('served 4 clients in turn; killed the parent: its end is the end for the worker', () =>
      server.waitFor(
        'the worker to exit',
        () => server.processes().every(({ pid, state }) => pid === server.pid || state === 'Z'),
        { alive: false, diagnose: (seen) => (seen.kind === 'busy' ? 'L07-B19' : undefined) },
      ),
    );
  },
  { needs: [PASSES] },
);

/** The client of the greeter: gets its line, says that it has no more to say, sees the end. */
async function greeted(server: Server, peer: Peer): Promise<void> {
  await server.waitFor('a line from the worker', () => {
    peer.pump();
    return peer.received.includes('\n') || peer.ending !== 'open';
  });
  peer.halfClose();
  await ended(server, peer, 'the end of the connection');
  peer.close();
}

graded(
  '07.3',
  6,
  SERVES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await bench.start(TRY, { args: ['--dir', folder] });
      for (let i = 1; i <= 3; i++) {
        const peer = await bench.connect(server);
        await blaming(i === 1 ? () => undefined : 'L07-B11', () =>
          bench.step(`client ${i} asked for a file, twice, on one connection`, async () => {
            expectFile(await ask(peer, SMALL), SMALL, small);
            expectFile(await ask(peer, SMALL), SMALL, small);
          }),
        );
        peer.halfClose();
        await blaming('L07-B20', () =>
          bench.step('the client has no more requests; it sees the end', () =>
            ended(server, peer, 'the end of the connection'),
          ),
        );
        await blaming('L07-B21', () =>
          server.waitFor(
            'the worker to report',
            () => server.log.filter((line) => line.includes('the worker is free')).length >= i,
          ),
        );
      }
    }),
  { needs: [PASSES] },
);

graded(
  '07.3',
  8,
  'stays, whatever its clients do',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await bench.start(TRY, { args: ['--dir', folder] });
      await server.quiet();
      const [worker] = workersOf(server);
      const rude: readonly [string, (peer: Peer) => Promise<void> | void][] = [
        ['sent an engine that announces 4,294,967,295 bytes', (peer) => peer.send(engineOf(0xffffffff))],
        ['reset in the middle of a transfer', (peer) => peer.reset()],
        [
          'read a part of a transfer and closed',
          async (peer) => {
            await server.waitFor('a part of the file', () => {
              peer.pump(8192);
              return peer.received.length >= 8192;
            });
            peer.close();
          },
        ],
      ];
      for (const [what, act] of rude) {
        const peer = await stalled(bench, server);
        await server.waitFor('the worker to serve', () => workerFor(server, peer) === worker);
        await server.quiet();
        if (what.startsWith('sent')) peer.pump();
        await act(peer);
        if (what.startsWith('sent')) await ended(server, peer, 'the worker to hang up');
        const next = await bench.connect(server);
        await blaming('L07-B11', () =>
          bench.step(`a client ${what}; another one asks for a file`, () => ask(next, SMALL)),
        );
        next.halfClose();
        await ended(server, next, 'the end of the connection');
      }
      bench.expect(workersOf(server)[0] === worker, {
        expected: `the same worker, ${worker}`,
        saw: `${workersOf(server).join(' ') || 'none'}`,
        looksLike: 'L07-B11',
      });
    }),
  { needs: [SERVES] },
);

/** A pool of the server under test, its workers asleep. */
async function pool(bench: Bench, folder: string, count: number): Promise<Server> {
  const server = await bench.start(SERVER, { args: ['--dir', folder, '--workers', String(count)] });
  await server.quiet();
  const workers = workersOf(server);
  bench.expect(workers.length === count, { expected: `${count} workers`, saw: `${workers.length}` });
  return server;
}

graded(
  '07.4',
  7,
  SHARES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(bench, folder, 3);
      const before = workersOf(server);
      for (let i = 1; i <= 9; i++) {
        const peer = await bench.connect(server);
        const answer = await bench.step(`client ${i} asked for a file`, () =>
          blaming(
            (finding) => (finding.details.kernel?.some((line) => line.includes('running')) ? 'L07-B09' : undefined),
            () => ask(peer, SMALL),
          ),
        );
        expectFile(answer, SMALL, small);
        const holders = holdersOf(server, peer);
        bench.expect(!holders.includes(server.pid), {
          expected: 'the parent to close its copy of the connection',
          saw: `the parent has it, as fd ${socketInodes(server.pid).get(peer.serverRow?.inode ?? 0)}`,
          kernel: holders.map((pid) => `pid ${pid} holds inode ${peer.serverRow?.inode}`),
          looksLike: 'L07-B04',
        });
        expectNoDead(bench, server, 'L07-B05');
        peer.halfClose();
        await blaming('L07-B04', () => ended(server, peer, 'the end of the connection'));
      }
      await server.quiet(() => 'L07-B09');
      bench.expect(workersOf(server).join() === before.join(), {
        expected: `the same three workers: ${before.join(' ')}`,
        saw: workersOf(server).join(' '),
        looksLike: 'L07-B11',
      });
    }),
  { needs: [SERVES] },
);

/** Entries of the interest list whose descriptor the parent does not have any more. */
function expectNoDead(bench: Bench, server: Server, looksLike: string): void {
  const open = new Set(descriptors(server.pid).map(({ fd }) => fd));
  const dead = epollDescriptors(server.pid)
    .flatMap((epfd) => interestList(server.pid, epfd))
    .filter(({ fd }) => !open.has(fd));
  bench.expect(dead.length === 0, {
    expected: 'nothing in the interest list but descriptors of the parent',
    saw: `fd ${dead.map(({ fd }) => fd).join(', ')}, which the parent has closed: whoever else has a copy keeps it in the list`,
    looksLike,
  });
}

graded(
  '07.4',
  7,
  'a third client waits while two workers are busy, and gets the one that is free first',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await pool(bench, folder, 2);
      const first = await stalled(bench, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, first));
      const second = await stalled(bench, server);
      await blaming('L07-B08', () =>
        bench.step('two clients asked for a big file and do not read', () =>
          server.waitFor('a worker for the second client', () => workerFor(server, second)),
        ),
      );
      const worker = await blaming('L07-B08', () =>
        server.waitFor('a worker for the second client', () => workerFor(server, second) || null),
      );
      const third = await bench.connect(server);
      await third.send(trainOf(SMALL));
      await bench.step('a third client asked for a small one; the parent sleeps', () => server.quiet(() => 'L07-B09'));
      third.pump();
      bench.expect(third.ending === 'open' && third.received.length === 0, {
        expected: 'the third client to wait',
        saw: third.ending === 'open' ? `${third.received.length} bytes` : 'the end of its connection',
        looksLike: 'L07-B09',
      });
      second.reset();
      await blaming('L07-B08', () =>
        bench.step('the second client leaves; the third gets its file', () =>
          server.waitFor('the file for the third client', () => {
            third.pump();
            return third.received.includes(small);
          }),
        ),
      );
      bench.expect(workerFor(server, third) === worker, {
        expected: `worker ${worker}, who has become free`,
        saw: `worker ${workerFor(server, third)}`,
        looksLike: 'L07-B08',
      });
      await bench.step('the first client reads at last', () =>
        server.waitFor('the whole big file', () => {
          first.pump();
          return first.received.length > BIG_BYTES;
        }),
      );
      expectFile(await rest(server, first), BIG, big);
    }),
  { needs: [SHARES] },
);

/** The answer that is on its way, to the end. */
async function rest(server: Server, peer: Peer): Promise<Answer> {
  await server.waitFor(
    'the end of the answer',
    () => {
      peer.pump();
      return answerIn(peer.received).complete || peer.ending !== 'open';
    },
    { alive: false },
  );
  return answerIn(peer.received);
}

graded(
  '07.4',
  6,
  'those who wait are served in the order in which they came',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await pool(bench, folder, 1);
      const busy = await stalled(bench, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, busy));
      const waiting: Peer[] = [];
      for (let i = 0; i < 4; i++) waiting.push(await stalled(bench, server));
      await bench.step('one worker; five clients asked for a big file and do not read; the parent sleeps', () =>
        server.quiet(() => 'L07-B09'),
      );
      let current = busy;
      for (const [i, next] of waiting.entries()) {
        current.reset();
        await blaming('L07-B09', () =>
          server.waitFor(`a worker for client ${i + 2}`, () =>
            waiting.slice(i).some((peer) => workerFor(server, peer)),
          ),
        );
        const served = waiting.findIndex((peer, at) => at >= i && workerFor(server, peer) !== 0);
        bench.expect(served === i, {
          expected: `client ${i + 2} to be next`,
          saw: `client ${served + 2}`,
          looksLike: 'L07-B22',
        });
        current = next;
      }
      bench.note('each leaves when it is served: the next one gets the worker');
    }),
  { needs: [SHARES] },
);

/** Waits until the pool has so many living workers again, none dead and unburied, and sleeps. */
async function whole(bench: Bench, server: Server, count: number, without: number): Promise<void> {
  await blaming('L07-B06', async () => {
    await server.waitFor(
      `${count} workers, and worker ${without} reaped`,
      () => processInfo(without) === null && workersOf(server).length === count,
      { diagnose: (seen) => (seen.kind === 'stuck' || seen.kind === 'busy' ? 'L07-B06' : undefined) },
    );
    await server.quiet(() => 'L07-B06');
  });
  const own = channelInodes(server.pid).length;
  bench.expect(own === count, {
    expected: `${count} channels in the parent`,
    saw: `${own}: the channel of the dead worker is still open`,
    looksLike: 'L07-B06',
  });
}

graded(
  '07.5',
  6,
  'an idle worker dies: it is reaped and replaced',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(bench, folder, 3);
      for (let i = 0; i < 3; i++) {
        const [victim = 0] = workersOf(server);
        await bench.step(`killed worker ${victim}`, () => void killOne(victim, SIGKILL));
        await whole(bench, server, 3, victim);
      }
      const peer = await bench.connect(server);
      expectFile(await bench.step('a client asked for a file', () => ask(peer, SMALL)), SMALL, small);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  5,
  'a busy worker dies: its client sees the end, the others get theirs',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big } = fillFolder(folder);
      const server = await pool(bench, folder, 2);
      const first = await stalled(bench, server);
      await server.waitFor('a worker for the first client', () => workerFor(server, first));
      const second = await stalled(bench, server);
      const victim = await blaming('L07-B08', () =>
        server.waitFor('a worker for the second client', () => workerFor(server, second) || null),
      );
      killOne(victim, SIGKILL);
      await blaming('L07-B07', () =>
        bench.step(`killed worker ${victim} in the middle of a transfer; its client reads`, () =>
          ended(server, second, 'the end of the connection'),
        ),
      );
      await whole(bench, server, 2, victim);
      expectFile(await bench.step('the other client reads all of its file', () => rest(server, first)), BIG, big);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  5,
  'a worker dies with a connection in its channel: the client sees the end',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(bench, folder, 1);
      const [victim = 0] = workersOf(server);
      killOne(victim, SIGSTOP);
      await server.waitFor('the worker to stop', () => processInfo(victim)?.state === 'T');
      const peer = await bench.connect(server);
      await peer.send(trainOf(SMALL));
      await server.waitFor(
        'the parent to pass the connection and close its copy',
        () => (peer.serverRow?.inode ?? 0) > 0 && !holdersOf(server, peer).includes(server.pid),
      );
      killOne(victim, SIGKILL);
      await blaming('L07-B15', () =>
        bench.step('stopped the worker, connected, and killed the worker before it could receive', () =>
          ended(server, peer, 'the end of the connection'),
        ),
      );
      await whole(bench, server, 1, victim);
      const next = await bench.connect(server);
      expectFile(await bench.step('the next client gets its file', () => ask(next, SMALL)), SMALL, small);
    }),
  { needs: [SHARES] },
);

graded(
  '07.5',
  4,
  'a worker has died, and the parent has not seen it yet: the connection goes to another one',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await pool(bench, folder, 1);
      const [victim = 0] = workersOf(server);
      const peer = await server.frozen(async () => {
        const connected = await bench.connect(server);
        killOne(victim, SIGKILL);
        await server.waitFor('the worker to be dead', () => processInfo(victim)?.state === 'Z');
        return connected;
      });
      await blaming('L07-B23', () =>
        bench.step('stopped the parent, connected, killed the idle worker, let the parent go on', async () =>
          expectFile(await ask(peer, SMALL), SMALL, small),
        ),
      );
      await whole(bench, server, 1, victim);
    }),
  { needs: [SHARES] },
);

graded(
  '07.6',
  6,
  'ends in good order on SIGTERM, also when it comes fifty times',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      const server = await pool(bench, folder, 3);
      await server.frozen(() => {
        for (let i = 0; i < 50; i++) server.signal('SIGTERM');
      });
      const exit = await bench.step('stopped the parent, sent 50 SIGTERM, let it go on', () =>
        server.exit((seen) => (seen.kind === 'busy' ? 'L07-B24' : seen.kind === 'stuck' ? 'L07-B13' : undefined)),
      );
      bench.expect(exit.code === 0, {
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: 'L07-B13',
      });
      expectAllGone(bench, server);
    }),
  { needs: [SHARES] },
);

function expectAllGone(bench: Bench, server: Server): void {
  const left = server.processes().filter(({ pid }) => pid !== server.pid);
  bench.expect(left.length === 0, {
    expected: 'no worker after the parent has exited',
    saw: left.map(({ pid, state }) => `pid ${pid} in state ${state}`).join(', '),
    looksLike: 'L07-B12',
  });
}

graded(
  '07.6',
  6,
  'SIGTERM: a transfer under way ends whole',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big } = fillFolder(folder);
      const server = await pool(bench, folder, 3);
      const peer = await stalled(bench, server);
      await server.waitFor('a worker', () => workerFor(server, peer));
      await server.quiet();
      server.signal('SIGTERM');
      await blaming('L07-B13', () =>
        bench.step('a client has asked for a big file and does not read; sent SIGTERM', () =>
          server.waitFor('the port to be closed and the idle workers to exit', () => {
            const gone = workersOf(server).length <= 1;
            return server.listener() === null && gone;
          }),
        ),
      );
      const answer = await blaming('L07-B12', () => bench.step('the client reads', () => rest(server, peer)));
      bench.expect(answer.complete, {
        expected: 'the whole file',
        saw: `${peer.received.length} bytes, then the end of the connection`,
        looksLike: 'L07-B12',
      });
      expectFile(answer, BIG, big);
      peer.halfClose();
      const exit = await bench.step('it has no more requests; the server exits', () => server.exit());
      bench.expect(exit.code === 0, {
        expected: 'exit status 0',
        saw: `the server ${describeExit(exit)}`,
        looksLike: 'L07-B13',
      });
      expectAllGone(bench, server);
    }),
  { needs: [SHARES] },
);

graded(
  '07.6',
  4,
  'SIGINT: everybody leaves at once, also after a SIGTERM',
  (bench: Bench) =>
    inFolder(async (folder) => {
      fillFolder(folder);
      for (const before of [false, true]) {
        const server = await pool(bench, folder, 2);
        const peer = await stalled(bench, server);
        await server.waitFor('a worker', () => workerFor(server, peer));
        await server.quiet();
        if (before) {
          server.signal('SIGTERM');
          await server.waitFor('the port to be closed', () => server.listener() === null);
          await server.quiet(() => 'L07-B24');
        }
        server.signal('SIGINT');
        const exit = await bench.step(`a transfer is under way; sent ${before ? 'SIGTERM, then ' : ''}SIGINT`, () =>
          server.exit((seen) => (seen.kind === 'busy' ? 'L07-B24' : 'L07-B25')),
        );
        bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
        expectAllGone(bench, server);
        await ended(server, peer, 'the end of the connection');
      }
    }),
  { needs: [SHARES] },
);

lesson.cleanliness('07.4', 2, [SHARES], (kind) =>
  kind === 'zombies' ? 'L07-B06' : kind === 'busy' ? 'L07-B09' : 'L07-B04',
);
