/** The client's side of the protocol: requests, and answers compared byte by byte. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from '../../src/grading/test-context.ts';
import { compareBytes } from '../../src/kit/bytes.ts';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import type { LaunchOptions } from '../../src/kit/process/launch.ts';
import type { Situation } from '../../src/kit/situation.ts';
import { SERVER, type WayName } from './lesson.ts';

export const HEADER = 8;
export const REFUSED = -1;
/** More than both socket buffers hold: a client that does not read stalls the server. */
export const BIG = 8_000_000;
/** Contents in which no four bytes occur twice, so that each piece shows its place. */
export function uniqueBytes(size: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(size / 4) * 4);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(Math.imul(at / 4 + 1, 2_654_435_761) >>> 0, at);
  return bytes.subarray(0, size);
}

let big: Buffer | null = null;
export const bigBytes = (): Buffer => {
  big ??= uniqueBytes(BIG);
  return big;
};

/** Starts the server on a folder. */
export const serve = (
  t: TestContext,
  folder: string,
  way: WayName,
  options: LaunchOptions = {},
): Promise<ObservedProgram> => t.start(SERVER, { ...options, args: ['--dir', folder, '--way', way] });

export const put = (folder: string, name: string, bytes: Buffer | string): void =>
  writeFileSync(join(folder, name), bytes);

export const get = (name: string): Buffer => Buffer.from(`GET ${name}\n`);

/** The eight bytes before a file. */
export function sizeBytes(size: number): Buffer {
  const bytes = Buffer.alloc(HEADER);
  bytes.writeBigInt64BE(BigInt(size));
  return bytes;
}

/** How an answer failed. */
export interface AnswerSeen {
  /** The bytes behind the header. */
  readonly body: Buffer;
  readonly contents: Buffer;
  readonly ending: Peer['ending'];
  readonly situation: Situation | null;
}
type Blame = (seen: AnswerSeen) => string | undefined;

/** Waits for the answer with these contents, from the byte `from` of the stream on. */
export async function expectAnswer(peer: Peer, contents: Buffer, from = peer.arrived, blame?: Blame): Promise<void> {
  const wire = Buffer.concat([sizeBytes(contents.length), contents]);
  await expectBytes(peer, wire, from, (seen) => blame?.({ ...seen, body: seen.got.subarray(HEADER), contents }));
}

/** Waits for the answer of eight bytes alone: a refusal, or the size of a stored upload. */
export const expectNumber = (peer: Peer, number: number, looksLike?: string): Promise<void> =>
  expectBytes(peer, sizeBytes(number), peer.arrived, () => looksLike);

interface BytesSeen {
  readonly got: Buffer;
  readonly ending: Peer['ending'];
  readonly situation: Situation | null;
}

async function expectBytes(
  peer: Peer,
  wire: Buffer,
  from: number,
  blame: (seen: BytesSeen) => string | undefined,
): Promise<void> {
  let situation: Situation | null = null;
  const arrived = (): boolean => {
    peer.pump();
    return peer.arrived - from >= wire.length || peer.ending !== 'open';
  };
  const diagnose = (seen: Situation): undefined => {
    situation = seen;
  };
  const what = `an answer of ${wire.length} bytes: the size, then ${wire.length - HEADER} bytes`;
  const problem = await peer.server.waitFor(what, arrived, { progress: () => peer.arrived, diagnose }).then(
    () => null,
    (error: unknown) => error,
  );
  if (problem !== null && !(problem instanceof Finding)) throw problem;
  const got = peer.received.subarray(from);
  if (problem === null && got.equals(wire)) return;
  throw new Finding({
    expected: what,
    saw: `${got.length} bytes${endOf(peer, got.length === wire.length, problem)}`,
    bytes: compareBytes(wire, got),
    kernel: [...(problem?.details.kernel ?? []), ...peer.describeQueues()],
    looksLike: blame({ got, ending: peer.ending, situation }),
  });
}

function endOf(peer: Peer, full: boolean, problem: Finding | null): string {
  if (problem !== null) return `, then ${problem.details.saw}`;
  if (full) return ', but not the same';
  if (peer.ending === 'open') return ', more than were announced';
  return peer.ending === 'eof' ? ', then the server closed the connection' : ', then a reset (RST)';
}

/** Asks for the file and expects exactly it. */
export async function fetchFile(peer: Peer, name: string, contents: Buffer, blame?: Blame): Promise<void> {
  const from = peer.arrived;
  await peer.send(get(name));
  await expectAnswer(peer, contents, from, blame);
}

/** A client that has asked for a big file and reads nothing; the server has sent what fits, and sleeps. */
export async function stalled(
  t: TestContext,
  server: ObservedProgram,
  { request = get('big'), spins }: { request?: Buffer; spins?: string } = {},
): Promise<Peer> {
  const slow = await t.connect(server, { receiveBuffer: 4096 });
  await t.step('a client asked for a file of 8 MB and reads nothing; the server sleeps', async () => {
    await slow.send(request);
    await server.waitFor('bytes that wait for the client', () => (slow.serverRow?.txQueue ?? 0) > 0, {
      progress: () => slow.row?.rxQueue ?? 0,
    });
    await server.quiet(() => spins);
  });
  return slow;
}
