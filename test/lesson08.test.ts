import { readdirSync } from 'node:fs';
import type { Peer } from '../src/kit/peer.ts';
import { blockedIn, socketInodes } from '../src/kit/proc.ts';
import { describeExit, type Server } from '../src/kit/server.ts';
import type { Bench } from './support/bench.ts';
import { blaming, blamingLater } from './support/echo.ts';
import { gradedLesson } from './support/graded.ts';
import { BIG, BIG_BYTES, ended, fillFolder, SMALL, stalled } from './support/pool.ts';
import { targetFile } from './support/target.ts';
import { type Answer, answerIn, ask, expectFile, inFolder } from './support/train-answers.ts';
import { engineOf, trainOf } from './support/trains.ts';

const TRY = targetFile('08', 'try.ts');
const SERVER = targetFile('08', 'server.ts');

const lesson = gradedLesson(import.meta.url);
const graded = lesson.graded.bind(lesson);

const ORDER = 'the queue gives jobs out in the order in which they came';
/** With a thread that goes on without a job, what the others do is luck. */
const WAITS_ON = 'a thread that wakes and finds no job goes on waiting';
const WAKES = 'threads sleep until there is a job, and one job wakes one thread';
const STARTS = 'starts as many threads as it was told';
const SERVES = 'serves files, one client after the other';

/** What try.ts has printed, without its first line. */
const said = (program: Server): string[] => program.output.out.split('\n').slice(1, -1);

/** Gives commands to try.ts and waits for as many lines. */
async function told(program: Server, commands: readonly string[], lines: number): Promise<string[]> {
  const before = said(program).length;
  program.stdin?.write(commands.map((line) => `${line}\n`).join(''));
  await program.waitFor(`${lines} lines`, () => said(program).length >= before + lines);
  return said(program).slice(before);
}

async function queueOf(bench: Bench, args: readonly string[]): Promise<Server> {
  const program = await bench.watch(TRY, { args });
  bench.note(`started  try.ts ${args.join(' ')}`);
  await program.waitFor('"ready"', () => program.output.out.includes('ready\n'));
  return program;
}

graded('08.1', 6, ORDER, async (bench: Bench) => {
  const program = await queueOf(bench, ['--capacity', '4']);
  const commands: string[] = [];
  const expected: string[] = [];
  // Three in, two out, again and again: the ring is gone round several times, and never empty.
  let next = 1;
  let oldest = 1;
  for (let round = 0; round < 8; round++) {
    while (next - oldest < 4) {
      expected.push(`put ${next}`);
      commands.push(`put ${next++}`);
    }
    for (let i = 0; i < 3; i++) {
      commands.push('get');
      expected.push(`got ${oldest++}`);
    }
  }
  const lines = await bench.step('put and got jobs, 1 to 4 in the queue at a time', () =>
    told(program, commands, commands.length),
  );
  const wrong = lines.findIndex((line, i) => line !== expected[i]);
  bench.expect(wrong < 0, {
    expected: `"${expected[wrong]}" for command ${wrong + 1}, "${commands[wrong]}"`,
    saw: `"${lines[wrong]}"`,
    kernel: [`so far: ${lines.slice(Math.max(0, wrong - 6), wrong).join(', ')}`],
    looksLike: 'L08-B15',
  });
});

graded(
  '08.1',
  6,
  'the queue has a bound, an end, and one memory for all who use it',
  async (bench: Bench) => {
    const program = await queueOf(bench, ['--capacity', '3']);
    const steps: readonly [string, string, string | undefined][] = [
      ['get', 'got null', 'L08-B16'],
      ['put 7', 'put 7', undefined],
      ['put 0', 'put 0', undefined],
      ['put 9', 'put 9', 'L08-B06'],
      ['put 10', 'full 10', 'L08-B06'],
      ['other get', 'got 7', 'L08-B17'],
      ['get', 'got 0', 'L08-B17'],
      ['other get', 'got 9', 'L08-B17'],
      ['get', 'got null', 'L08-B16'],
      ['other get', 'got null', 'L08-B16'],
    ];
    const lines = await bench.step('capacity 3: put, and got by two views of the same memory', () =>
      told(
        program,
        steps.map(([command]) => command),
        steps.length,
      ),
    );
    for (const [i, [command, wanted, looksLike]] of steps.entries()) {
      bench.expect(lines[i] === wanted, {
        expected: `"${wanted}" for command ${i + 1}, "${command}"`,
        saw: `"${lines[i]}"`,
        looksLike,
      });
    }
  },
  { needs: [ORDER] },
);

const taken = (program: Server): string[] => said(program).filter((line) => / takes /.test(line));
const tids = (program: Server): number[] =>
  said(program)
    .filter((line) => line.endsWith(' starts'))
    .map((line) => Number(line.split(' ')[1]));

async function threadsOf(bench: Bench, count: number, args: readonly string[] = []): Promise<Server> {
  const program = await queueOf(bench, ['--threads', String(count), ...args]);
  await program.waitFor(`${count} threads`, () => tids(program).length === count);
  await program.quiet(() => 'L08-B12');
  return program;
}

graded(
  '08.2',
  7,
  WAKES,
  async (bench: Bench) => {
    const program = await threadsOf(bench, 3, ['--hold']);
    const calls = tids(program).map((tid) => blockedIn(tid) ?? 'futex');
    bench.expect(
      calls.every((call) => call.startsWith('futex')),
      {
        expected: '3 threads asleep in futex(2), which is what a condition waits in',
        saw: calls.join(', '),
        looksLike: 'L08-B12',
      },
    );
    for (let job = 1; job <= 3; job++) {
      program.stdin?.write(`offer ${job}\n`);
      await bench.step(`offered job ${job}; one thread takes it`, () =>
        program.waitFor('a thread to take it', () => taken(program).length === job, {
          diagnose: (seen) => (seen.kind !== 'stuck' ? undefined : job === 1 ? 'L08-B02' : 'L08-B04'),
        }),
      );
      await program.quiet(() => 'L08-B12');
    }
    const lines = taken(program);
    bench.expect(new Set(lines.map((line) => line.split(' ')[1])).size === 3, {
      expected: 'three jobs for three threads: each keeps its own until it is released',
      saw: lines.join(', '),
      looksLike: 'L08-B04',
    });
  },
  { needs: [ORDER] },
);

graded(
  '08.2',
  6,
  WAITS_ON,
  async (bench: Bench) => {
    const program = await threadsOf(bench, 3);
    for (let i = 0; i < 3; i++) {
      program.stdin?.write('wake\n');
      await program.quiet(() => 'L08-B01');
    }
    bench.note('three broadcasts, without a job');
    const wrong = said(program).filter((line) => !line.endsWith(' starts'));
    bench.expect(wrong.length === 0 && program.exited === null, {
      expected: 'all three threads asleep again',
      saw: wrong[0] ?? `the program ${describeExit(program.exited)}`,
      looksLike: 'L08-B01',
    });
    program.stdin?.write('offer 5\n');
    await blaming('L08-B01', () =>
      bench.step('offered a job', () => program.waitFor('a thread to take it', () => taken(program).length === 1)),
    );
  },
  { needs: [WAKES] },
);

graded(
  '08.2',
  6,
  'as many threads as there are jobs',
  async (bench: Bench) => {
    const program = await threadsOf(bench, 4, ['--hold', '--capacity', '8']);
    for (let round = 1; round <= 20; round++) {
      program.stdin?.write('offer 1 2 3 4\n');
      await program.waitFor('4 jobs for 4 threads', () => taken(program).length === 4 * round, {
        diagnose: () => 'L08-B03',
      });
      program.stdin?.write('release 4\n');
      await program.quiet(() => 'L08-B12');
    }
    bench.note('20 times: 4 jobs at once, each kept by its thread until all are taken; then released');
  },
  { needs: [WAKES, WAITS_ON] },
);

graded(
  '08.2',
  5,
  'each job once, none twice, none lost',
  async (bench: Bench) => {
    const program = await threadsOf(bench, 4, ['--capacity', '64']);
    const count = 12_000;
    const jobs = Array.from({ length: count }, (_, i) => i + 1);
    program.stdin?.write(`offer ${jobs.join(' ')}\n`);
    await bench.step(`offered ${count} jobs to 4 threads, through a queue for 64`, () =>
      program.waitFor('all of them', () => taken(program).length >= count, {
        within: 60_000,
      }),
    );
    await program.quiet(() => 'L08-B12');
    const seen = taken(program)
      .map((line) => Number(line.split(' ')[3]))
      .sort((a, b) => a - b);
    const wrong = seen.findIndex((job, i) => job !== i + 1);
    bench.expect(seen.length === count && wrong < 0, {
      expected: `jobs 1 to ${count}, each once`,
      saw: `${seen.length} jobs${wrong < 0 ? '' : `; where ${wrong + 1} should be, ${seen[wrong]}`}`,
      looksLike: 'L08-B13',
    });
  },
  { needs: [WAKES, WAITS_ON], timeout: 120_000 },
);

/** Threads of the pool, by the line that each writes when it starts. */
const pool = (server: Server): number[] =>
  server.log.flatMap((line) => {
    const tid = /^\d+ thread (\d+)$/.exec(line)?.[1];
    return tid === undefined ? [] : [Number(tid)];
  });

async function served(bench: Bench, folder: string, args: readonly string[] = []): Promise<Server> {
  const server = await bench.start(SERVER, { args: ['--dir', folder, ...args] });
  await server.quiet();
  return server;
}

graded(
  '08.3',
  8,
  STARTS,
  (bench: Bench) =>
    inFolder(async (folder) => {
      for (const count of [1, 5]) {
        const server = await served(bench, folder, ['--threads', String(count)]);
        const found = pool(server);
        bench.expect(new Set(found).size === count, {
          expected: `${count} threads`,
          saw: `${found.length}`,
          looksLike: 'L08-B14',
        });
      }
    }),
  { needs: [WAKES] },
);

const tasks = (server: Server): number => readdirSync(`/proc/${server.pid}/task`).length;

graded(
  '08.4',
  7,
  SERVES,
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '2']);
      const before = tasks(server);
      for (let i = 1; i <= 12; i++) {
        const peer = await bench.connect(server);
        await blamingLater(
          async () => {
            await server.settle();
            return server.log.some((line) => line.includes('EBADF')) ? 'L08-B11' : undefined;
          },
          () =>
            bench.step(`client ${i} asked for a file, and has no more requests`, async () =>
              expectFile(await ask(peer, SMALL), SMALL, small),
            ),
        );
        peer.halfClose();
        await blaming('L08-B18', () => ended(server, peer, 'the end of the connection'));
      }
      await server.quiet();
      bench.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'L08-B14',
      });
    }),
  { needs: [STARTS] },
);

/** A connection whose thread sleeps in a read or a write. */
const busyIn = (server: Server, call: string): boolean =>
  pool(server).some((tid) => (blockedIn(tid) ?? call).startsWith(call));

graded(
  '08.4',
  7,
  'serves as many clients at a time as it has threads',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '3']);
      const slow = await stalled(bench, server);
      const silent = await bench.connect(server);
      await server.quiet();
      const third = await bench.connect(server);
      await blaming('L08-B04', () =>
        bench.step('one client asked for a big file and does not read, one says nothing; a third one asks', async () =>
          expectFile(await ask(third, SMALL), SMALL, small),
        ),
      );
      third.halfClose();
      await ended(server, third, 'the end of the connection');
      silent.close();
      expectFile(await bench.step('the first one reads', () => rest(server, slow)), BIG, big);
    }),
  { needs: [SERVES] },
);

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
  '08.4',
  8,
  'no client ends a thread',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '2']);
      const before = tasks(server);
      await blaming('L08-B07', () =>
        bench.step('six clients: three send nonsense, three reset in the middle of a transfer', async () => {
          for (let i = 0; i < 6; i++) {
            if (i % 2 === 0) {
              const peer = await bench.connect(server);
              await peer.send(engineOf(0xffffffff));
              await blaming('L08-B07', () => ended(server, peer, 'the server to hang up'));
            } else {
              const peer = await stalled(bench, server);
              await server.waitFor('a thread in write', () => busyIn(server, 'write'));
              peer.reset();
            }
          }
        }),
      );
      const last = await bench.connect(server);
      await blaming('L08-B07', () =>
        bench.step('a good client', async () => expectFile(await ask(last, SMALL), SMALL, small)),
      );
      last.halfClose();
      await ended(server, last, 'the end of the connection');
      await server.quiet();
      bench.expect(tasks(server) === before, {
        expected: `${before} threads in the process, as before`,
        saw: `${tasks(server)}`,
        looksLike: 'L08-B07',
      });
    }),
  { needs: [SERVES] },
);

graded(
  '08.5',
  12,
  'a full queue: the others wait in the listener, nobody is lost, in order',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '1', '--queue', '2']);
      const first = await stalled(bench, server);
      await server.waitFor('a thread in write', () => busyIn(server, 'write'));
      const others: Peer[] = [];
      for (let i = 0; i < 5; i++) {
        const peer = await bench.connect(server);
        await peer.send(trainOf(SMALL));
        others.push(peer);
      }
      await bench.step('one thread, a queue for two, six clients; the first does not read', () =>
        server.quiet(() => 'L08-B19'),
      );
      const owned = others.filter((peer) => socketInodes(server.pid).has(peer.serverRow?.inode ?? -1)).length;
      for (const peer of others) peer.pump();
      bench.expect(
        others.every((peer) => peer.ending === 'open'),
        {
          expected: 'all five to wait',
          saw: `${others.filter((peer) => peer.ending !== 'open').length} of them were hung up on`,
          looksLike: 'L08-B06',
        },
      );
      bench.expect(owned === 2 && server.listener()?.rxQueue === 3, {
        expected: 'two of them accepted, for the queue, and three in the queue of the listener',
        saw: `${owned} accepted, ${server.listener()?.rxQueue} in the queue of the listener`,
        looksLike: 'L08-B06',
      });
      first.reset();
      for (const [i, peer] of others.entries()) {
        await blaming('L08-B20', () =>
          bench.step(`client ${i + 2} gets its file`, () =>
            server.waitFor('the file', () => {
              for (const other of others) other.pump();
              return peer.received.includes(small);
            }),
          ),
        );
        const early = others.slice(i + 1).findIndex((other) => other.received.length > 0);
        bench.expect(early < 0, { expected: 'nobody to be served before', saw: `client ${i + 3 + early} was` });
        peer.close();
      }
    }),
  { needs: [SERVES] },
);

/** The server ends, in good order. */
async function expectEnd(bench: Bench, server: Server, looksLike: string): Promise<void> {
  const exit = await bench.step('the server exits', () => server.exit(() => looksLike));
  bench.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}`, looksLike });
}

graded(
  '08.6',
  5,
  'SIGTERM ends a pool that has nothing to do',
  (bench: Bench) =>
    inFolder(async (folder) => {
      for (let round = 1; round <= 3; round++) {
        const server = await served(bench, folder, ['--threads', '4']);
        bench.note('sent SIGTERM while all threads slept');
        server.signal('SIGTERM');
        await expectEnd(bench, server, 'L08-B08');
      }
    }),
  { needs: [SERVES] },
);

graded(
  '08.6',
  5,
  'SIGTERM: what was accepted is served, and nothing else',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { big, small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '1', '--queue', '4']);
      const first = await stalled(bench, server);
      await server.waitFor('a thread in write', () => busyIn(server, 'write'));
      const waiting = [await bench.connect(server), await bench.connect(server)];
      for (const peer of waiting) await peer.send(trainOf(SMALL));
      await server.waitFor('both to be accepted', () =>
        waiting.every((peer) => socketInodes(server.pid).has(peer.serverRow?.inode ?? -1)),
      );
      await server.quiet();
      server.signal('SIGTERM');
      await bench.step('one client does not read, two wait in the queue; sent SIGTERM: the port is closed', () =>
        server.waitFor('the listener to be closed', () => server.listener() === null),
      );
      const answer = await blaming('L08-B09', () => bench.step('the first client reads', () => rest(server, first)));
      bench.expect(answer.complete, {
        expected: 'the whole file',
        saw: `${first.received.length} bytes of ${BIG_BYTES}`,
        looksLike: 'L08-B09',
      });
      expectFile(answer, BIG, big);
      for (const peer of waiting) {
        const late = await rest(server, peer);
        bench.expect(late.complete, {
          expected: 'an answer for those who waited in the queue',
          saw: 'the end of the connection',
          looksLike: 'L08-B09',
        });
        expectFile(late, SMALL, small);
      }
      await expectEnd(bench, server, 'L08-B10');
    }),
  { needs: [SERVES] },
);

graded(
  '08.6',
  8,
  'SIGTERM ends connections on which nobody says anything',
  (bench: Bench) =>
    inFolder(async (folder) => {
      const { small } = fillFolder(folder);
      const server = await served(bench, folder, ['--threads', '2']);
      const silent = await bench.connect(server);
      const idle = await bench.connect(server);
      await bench.step('one client says nothing; one has got a file, and stays connected', async () =>
        expectFile(await ask(idle, SMALL), SMALL, small),
      );
      await server.waitFor('both threads in recv', () =>
        pool(server).every((tid) => (blockedIn(tid) ?? 'recv').startsWith('recv')),
      );
      server.signal('SIGTERM');
      bench.note('sent SIGTERM');
      await expectEnd(bench, server, 'L08-B10');
      for (const peer of [silent, idle]) await ended(server, peer, 'the end of the connection');
    }),
  { needs: [SERVES] },
);

lesson.cleanliness('08.4', 4, [SERVES], (kind) =>
  kind === 'busy' ? 'L08-B12' : kind === 'connections' ? 'L08-B18' : undefined,
);
