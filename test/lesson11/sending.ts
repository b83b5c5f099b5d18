/** The tests that each way to send must pass. */
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { describeExit } from '../../src/kit/situation.ts';
import type { Fault } from '../../src/sys/core/faults.ts';
import { expectOwnServer } from '../support/own-server.ts';
import { inFolder } from '../support/train-answers.ts';
import { mostInTurn } from '../support/turns.ts';
import {
  type AnswerSeen,
  BIG,
  bigBytes,
  expectAnswer,
  fetchFile,
  get,
  HEADER,
  put,
  serve,
  stalled,
  uniqueBytes,
} from './asking.ts';
import type { WayName } from './lesson.ts';

type Blame = (seen: AnswerSeen) => string | undefined;

const OTHER = uniqueBytes(100_000);
const TURN = 1 << 20;
const SIZES = [1, 4096, 4097, 65_536, 65_537, (1 << 20) + 1, 2_500_003];

interface EverySize {
  readonly blame?: Blame;
  readonly sizes?: readonly number[];
  /** The name of the mistake that a server of Node's own in place of the program is. */
  readonly foreign?: string;
}

/** Files of many sizes, one after the other on one connection. */
export const everySize = (
  t: TestContext,
  way: WayName,
  { blame, sizes = SIZES, foreign }: EverySize = {},
): Promise<void> =>
  inFolder(async (folder) => {
    const files = sizes.map((size) => [`${size}`, uniqueBytes(size)] as const);
    for (const [name, contents] of files) put(folder, name, contents);
    const recording = foreign === undefined ? null : t.record();
    const server = await serve(t, folder, way, { env: recording?.env ?? {} });
    const peer = await t.connect(server);
    for (const [name, contents] of files)
      await t.step(`asked for a file of ${name} bytes, on the same connection`, () =>
        fetchFile(peer, name, contents, blame),
      );
    await t.step('the server sleeps', () => server.quiet());
    if (recording !== null && foreign !== undefined) expectOwnServer(t, { recording, server, looksLike: foreign });
  });

/** An empty file, and another one behind it. */
export const emptyFile = (t: TestContext, way: WayName, looksLike?: string): Promise<void> =>
  inFolder(async (folder) => {
    put(folder, 'empty', '');
    put(folder, 'next', 'and on it goes');
    const server = await serve(t, folder, way);
    const peer = await t.connect(server);
    await t.step('asked for an empty file', () => fetchFile(peer, 'empty', Buffer.alloc(0), () => looksLike));
    await t.step('asked for another one', () =>
      fetchFile(peer, 'next', Buffer.from('and on it goes'), () => looksLike),
    );
  });

/** Calls that take fewer bytes than they were given, and calls that would block. */
export const shortCounts = (
  t: TestContext,
  way: WayName,
  faults: readonly Fault[],
  blame: Blame,
  times = 2,
): Promise<void> =>
  inFolder(async (folder) => {
    const contents = uniqueBytes(200_000);
    put(folder, 'file', contents);
    const server = await serve(t, folder, way, { faults });
    const names = [...new Set(faults.flatMap(({ calls }) => calls))].join(', ');
    t.note(`in this run some calls of ${names} transfer only a part, or would block`);
    const peer = await t.connect(server);
    for (let time = 1; time <= times; time++)
      await t.step(`asked for a file of 200,000 bytes, time ${time} of ${times}`, () =>
        fetchFile(peer, 'file', contents, blame),
      );
  });

/** A client that reads late: the server sleeps, serves others, and loses no byte. */
export const lateReader = (
  t: TestContext,
  way: WayName,
  { lost, grown, spins, endless }: { lost: Blame; grown?: string; spins?: string; endless?: string },
): Promise<void> =>
  inFolder(async (folder) => {
    put(folder, 'big', bigBytes());
    put(folder, 'other', OTHER);
    const recording = t.record();
    const server = await serve(t, folder, way, { env: recording.env });
    const slow = await stalled(t, server, spins === undefined ? {} : { spins });
    const most = mostInTurn(recording.lane(server.pid));
    t.expect(most <= 2 * TURN, {
      expected: `about ${TURN} bytes at most (TURN) before the loop waits again: other clients have their turn`,
      saw: `${most} bytes without a wait`,
      looksLike: endless,
    });
    const other = await t.connect(server);
    await t.step('another client got its file meanwhile', () => fetchFile(other, 'other', OTHER, lost));
    truncateSync(join(folder, 'big'), BIG + 100_000);
    t.note('the big file grew by 100,000 bytes');
    await t.step('the first client read the 8 MB that were announced', () =>
      expectAnswer(slow, bigBytes(), 0, (seen) => (seen.body.length > BIG ? grown : lost(seen))),
    );
    await t.step('it got another file behind them', () => fetchFile(slow, 'other', OTHER, () => grown));
  });

interface ShrinkMistakes {
  /** The server goes on for ever. */
  readonly spins?: string;
  /** It sends other bytes in place of those that are gone. */
  readonly pads?: string;
  readonly dies?: string;
}

/** The file is truncated while it is sent: the answer ends short, with its connection, and nothing else does. */
export const shrinks = (
  t: TestContext,
  way: WayName,
  mistakes: ShrinkMistakes,
  faults: readonly Fault[] = [],
): Promise<void> =>
  inFolder(async (folder) => {
    put(folder, 'big', bigBytes());
    put(folder, 'other', 'still here');
    const server = await serve(t, folder, way, { faults });
    const slow = await stalled(t, server, { request: Buffer.concat([get('big'), get('other')]) });
    truncateSync(join(folder, 'big'), 100);
    t.note('the file was cut to 100 bytes; behind its request stands another one');
    await t.step('the client read to the end of the connection', () => drained(server, slow, mistakes));
    t.expect(slow.arrived < HEADER + BIG, {
      expected: `fewer than the ${BIG} announced bytes, then the end of the connection`,
      saw: `${slow.arrived - HEADER} bytes behind the header`,
      looksLike: mistakes.pads,
    });
    const next = await t.connect(server);
    await t.step('another client got its file', () => fetchFile(next, 'other', Buffer.from('still here')));
  });

async function drained(server: ObservedProgram, slow: Peer, { spins, pads, dies }: ShrinkMistakes): Promise<void> {
  const ended = (): boolean => {
    slow.pump();
    return slow.ending !== 'open' || slow.arrived >= HEADER + BIG;
  };
  try {
    await server.waitFor('the end of the connection, because its file has lost bytes', ended, {
      progress: () => slow.arrived,
      diagnose: ({ kind }) => (kind === 'busy' ? spins : kind === 'died' ? dies : pads),
    });
    await server.quiet(() => spins);
  } catch (error) {
    if (!(error instanceof Finding) || server.exited === null) throw error;
    throw died(server, dies);
  }
  if (server.exited !== null) throw died(server, dies);
}

const died = (server: ObservedProgram, looksLike: string | undefined): Finding =>
  new Finding({
    expected: 'a server that goes on',
    saw: `the server ${describeExit(server.exited)}`,
    looksLike,
  });

/** Clients that vanish while their file is sent. */
export const vanishing = (t: TestContext, way: WayName, fatal: string | undefined): Promise<void> =>
  inFolder(async (folder) => {
    put(folder, 'big', bigBytes());
    put(folder, 'other', 'still here');
    const server = await serve(t, folder, way);
    const first = await stalled(t, server);
    first.reset();
    await t.step('it reset its connection; the server sleeps', () => server.quiet());
    const second = await stalled(t, server);
    second.halfClose();
    await t.step('the second one ended its direction, and reset then; the server sleeps', async () => {
      await server.waitFor('the FIN to arrive', () => second.serverRow?.state === 'CLOSE_WAIT');
      second.reset();
      await server.quiet();
    });
    if (server.exited !== null) throw died(server, server.exited.signal === 'SIGPIPE' ? fatal : undefined);
    const next = await t.connect(server);
    await t.step('another client got its file', () => fetchFile(next, 'other', Buffer.from('still here')));
    const held = server.connections().length;
    t.expect(held === 1, { expected: 'the connections that were reset to be closed', saw: `${held - 1} still open` });
  });
