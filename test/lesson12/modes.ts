import { readdirSync } from 'node:fs';
import { isCall, type Recording } from '../../src/grading/recording.ts';
import type { TestContext } from '../../src/grading/test-context.ts';
import { until } from '../../src/host/wait.ts';
import { descriptors } from '../../src/kit/kernel/proc.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { TraceEvent } from '../../src/trace/model.ts';
import { READS } from '../support/calls.ts';
import { blaming, blamingDeath } from '../support/echo.ts';
import { answers, answersIn, ask, describe, get, hasEnded, request } from './http.ts';
import { graded, LARGE, MODES, SERVER } from './lesson.ts';
import { type Site, withSite } from './site.ts';

const start = (t: TestContext, { folder }: Site, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  t.start(SERVER, { args: ['--dir', folder, '--threads', '3', ...args], env });

/** What is asked on one connection, and how many answers it has. */
const TALK: readonly (readonly [Buffer, number])[] = [
  [get('/hello.txt'), 1],
  [Buffer.concat([get('/'), get('/missing.txt'), get('/middle.bin'), get('/empty.txt')]), 4],
  [Buffer.concat([request('POST /', 'Content-Length: 5'), Buffer.from('hello')]), 1],
  [get('/big.bin'), 1],
  [request('DELETE /'), 1],
  [get('/hello%zz.txt'), 1],
];

/** All bytes of a talk, without the Date fields. */
async function talk(t: TestContext, server: ObservedProgram): Promise<string> {
  const peer = await t.connect(server);
  for (const [bytes, count] of TALK) {
    const from = peer.received.length;
    const half = bytes.length >> 1;
    await peer.send(bytes.subarray(0, half));
    await server.quiet();
    await peer.send(bytes.subarray(half));
    await answers(server, peer, count, from);
  }
  peer.halfClose();
  await server.waitFor('the end of the connection', () => hasEnded(peer));
  return peer.received.toString('latin1').replace(/^Date: .*\r\n/gm, '');
}

graded(
  '12.8',
  4,
  MODES,
  (t: TestContext) =>
    withSite(async (site) => {
      const seen = new Map<string, string>();
      for (const mode of ['loop', 'reactor', 'proactor']) {
        const server = await start(t, site, ['--mode', mode]);
        const died = mode === 'reactor' ? 'worker-closes' : undefined;
        const fails = (): string | undefined =>
          mode === 'reactor' && server.exited === null ? 'any-worker' : undefined;
        await t.step(`--mode ${mode}: ten requests, each in two pieces`, async () => {
          seen.set(mode, await blamingDeath(server, died, () => blaming(fails, () => talk(t, server))));
          await blamingDeath(server, died, async () => ask(server, await t.connect(server), get('/hello.txt')));
        });
      }
      for (const mode of ['reactor', 'proactor'])
        t.expect(seen.get(mode) === seen.get('loop'), {
          expected: `--mode ${mode}: the bytes of --mode loop`,
          saw: `${seen.get(mode)?.length} bytes, and ${seen.get('loop')?.length} with --mode loop`,
        });
    }),
  { needs: [LARGE], timeout: 180_000 },
);

const CLIENTS = 8;
const QUESTION = get('/hello.txt');

/** A read of a whole request, which no other descriptor could have given. */
const isRead = (event: TraceEvent): boolean =>
  READS.some((name) => isCall(event, name)) && event.result === QUESTION.length;
const isOpen = (event: TraceEvent): boolean => ['open', 'openat', 'openat2'].some((name) => isCall(event, name));

/** How many such events the thread of the loop has, and how many the others have. */
function counts(
  server: ObservedProgram,
  recording: Recording,
  is: (event: TraceEvent) => boolean,
): { loop: number; workers: number } {
  const tids = readdirSync(`/proc/${server.pid}/task`).map(Number);
  const count = (tid: number): number => recording.lane(tid).filter(is).length;
  const workers = tids.filter((tid) => tid !== server.pid).reduce((sum, tid) => sum + count(tid), 0);
  return { loop: count(server.pid), workers };
}

graded(
  '12.8',
  3,
  'the trace says who reads: the workers in the reactor, the loop in the proactor, whose workers open the files',
  (t: TestContext) =>
    withSite(async (site) => {
      for (const mode of ['reactor', 'proactor'] as const) {
        const recording = t.record();
        const server = await start(t, site, ['--mode', mode], recording.env);
        await t.step(`--mode ${mode}: ${CLIENTS} clients ask for a file each`, async () => {
          for (let i = 0; i < CLIENTS; i++) await ask(server, await t.connect(server), QUESTION);
        });
        await server.quiet();
        const reads = counts(server, recording, isRead);
        const readers = mode === 'reactor' ? reads.workers : reads.loop;
        t.expect(readers === CLIENTS && reads.loop + reads.workers === CLIENTS, {
          expected: `the ${CLIENTS} requests to be read in ${mode === 'reactor' ? 'the workers' : 'the loop'}`,
          saw: `${reads.loop} read in the thread of the loop, ${reads.workers} in the others`,
          looksLike: mode === 'reactor' ? 'reads-in-loop' : undefined,
        });
        const opened = counts(server, recording, isOpen);
        t.expect(opened.workers >= CLIENTS, {
          expected: 'the files to be opened in the workers',
          saw: `${opened.loop} calls of open in the thread of the loop, ${opened.workers} in the others`,
          looksLike: 'answers-in-loop',
        });
      }
    }),
  { needs: [MODES], timeout: 120_000 },
);

/** SIGTERM comes while a worker opens the file of a request: it is answered, and then everything ends. */
async function stopsAtWork(t: TestContext, { folder }: Site, mode: string): Promise<void> {
  const server = await t.start(SERVER, {
    args: ['--dir', folder, '--mode', mode, '--grace', '60000'],
    faults: [{ calls: ['openat2'], signal: 'SIGTERM', at: [1] }],
  });
  server.asked = true;
  const peer = await t.connect(server);
  const [answer] = await t.step(`--mode ${mode}: SIGTERM while a worker opens the file of a request`, async () => {
    await peer.send(get('/hello.txt'));
    return answers(server, peer, 1, 0, { looksLike: 'stop-forgotten' });
  });
  t.expect(answer?.status === 200, { expected: '200', saw: answer === undefined ? 'nothing' : describe(answer) });
  await server.waitFor('the end of the connection', () => hasEnded(peer), { diagnose: () => 'stop-forgotten' });
  peer.close();
  const exit = await server.exit(() => 'stop-forgotten');
  t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
}

const GONE = 40;
/** Descriptors more than before that are no leak. */
const LEFT = 3;

graded(
  '12.8',
  3,
  'with workers, too: slow heads end, answers for clients that have gone leave no file open, and SIGTERM ends all threads',
  (t: TestContext) =>
    withSite(async (site) => {
      for (const mode of ['reactor', 'proactor']) {
        const server = await start(t, site, ['--mode', mode, '--head', '1500']);
        const stays = await t.connect(server);
        await ask(server, stays, get('/hello.txt'));
        await server.quiet();
        const before = descriptors(server.pid).length;
        await t.step(`--mode ${mode}: ${GONE} clients ask for a large file, and reset the connection`, async () => {
          for (let i = 0; i < GONE; i++) {
            const peer = await t.connect(server);
            await server.frozen(() => peer.offer(get('/big.bin')));
            peer.reset();
          }
          await server.quiet();
        });
        const after = descriptors(server.pid).length;
        t.expect(after <= before + LEFT, {
          expected: `${before} open descriptors`,
          saw: `${after}`,
          looksLike: 'file-of-gone',
        });
        const slow = await t.connect(server);
        await slow.send(get('/hello.txt').subarray(0, 10));
        await t.step('a head without an end, --head 1500', () => until(() => hasEnded(slow) || null, 30_000));
        t.expect(answersIn(slow.received).answers[0]?.status === 408, {
          expected: '408',
          saw: slow.received.toString('latin1').slice(0, 40) || 'nothing',
        });
        server.signal('SIGTERM');
        for (const peer of [stays, slow]) peer.halfClose();
        const exit = await t.step('SIGTERM', () => server.exit());
        t.expect(exit.code === 0, { expected: 'exit status 0', saw: `the server ${describeExit(exit)}` });
        await stopsAtWork(t, site, mode);
      }
    }),
  { needs: [MODES], timeout: 180_000 },
);
