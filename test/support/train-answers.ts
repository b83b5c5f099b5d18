import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { crcOf, parseTrains, sizeOf, trainOf } from './trains.ts';

/** Gives `act` a folder that is removed afterwards. */
export async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trains-'));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The answer to one request, as far as it has come. */
export interface Answer {
  readonly cars: readonly Buffer[];
  readonly rest: Buffer;
  readonly complete: boolean;
  readonly refusal: string | null;
}

/** The answer in a stream: name, size, cars, empty train, checksum; or an empty name and a reason. */
export function answerIn(stream: Buffer): Answer {
  const { cars, rest } = parseTrains(stream);
  if (cars[0]?.length === 0) {
    return { cars, rest, complete: cars.length >= 2, refusal: cars[1]?.toString() ?? null };
  }
  const end = cars.findIndex((car, i) => i >= 2 && car.length === 0);
  return { cars, rest, complete: end > 0 && cars.length > end + 1, refusal: null };
}

/** Asks for a file and waits for the whole answer, or for the end of the connection. */
export async function ask(peer: Peer, name: string): Promise<Answer> {
  const from = peer.received.length;
  await peer.send(trainOf(name));
  const answer = (): Answer => answerIn(peer.received.subarray(from));
  try {
    const progress = (): number => peer.arrived;
    const what = 'the whole answer: name, size, cars, an empty train, the checksum';
    await peer.server.waitFor(what, arrives(peer, answer), { progress });
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    const seen = answer();
    throw new Finding({
      ...error.details,
      kernel: [...(error.details.kernel ?? []), ...lines(seen)],
      looksLike: incomplete(seen),
    });
  }
  return answer();
}

const lines = ({ cars, rest }: Answer): string[] => {
  if (cars.length === 0) return [`no whole train, and ${rest.length} bytes of one`];
  const sizes = cars.slice(0, 4).map((car) => car.length);
  return [
    `${cars.length} whole trains, of ${sizes.join(', ')}${cars.length > 4 ? ' …' : ''} bytes, and ${rest.length} bytes of another one`,
  ];
};

/** The known mistake, when both sides wait and the answer is not whole. */
function incomplete({ cars, rest }: Answer): string | undefined {
  if (looksLittle(cars, rest)) return 'little-endian';
  const body = cars.slice(2);
  const bytes = body.reduce((sum, car) => sum + car.length, 0);
  const size = Number(cars[1]?.length === 8 ? cars[1].readBigUInt64BE() : -1);
  // All contents have come, and the next train is the checksum, or no train comes.
  if (bytes === size || (bytes === size + 4 && body.at(-1)?.length === 4)) return 'end-train';
  return undefined;
}

/** The first engine fits a name when it is read in the other byte order. */
function looksLittle(cars: readonly Buffer[], rest: Buffer): boolean {
  return cars.length === 0 && rest.length >= 4 && rest.readUInt32LE() < 256 && rest.readUInt32BE() > 1000;
}

/** Expects exactly this file. */
export function expectFile(answer: Answer, name: string, contents: Buffer): void {
  const wrong = (expected: string, saw: string, looksLike?: string): never => {
    throw new Finding({ expected, saw, kernel: lines(answer), looksLike });
  };
  const { cars } = answer;
  if (answer.refusal !== null) wrong(`${contents.length} bytes`, `a refusal: ${JSON.stringify(answer.refusal)}`);
  if (cars[0]?.toString() !== name)
    wrong(
      `the name ${JSON.stringify(name)}`,
      cars[0] === undefined ? 'no train at all' : JSON.stringify(cars[0].toString()),
    );
  expectSize(answer, contents.length);
  const end = cars.findIndex((car, i) => i >= 2 && car.length === 0);
  const got = Buffer.concat(cars.slice(2, end < 0 ? cars.length : end));
  if (!got.equals(contents)) {
    const saw = `${got.length} bytes${got.length === contents.length ? ', but not the same' : ''}`;
    wrong(`the ${contents.length} bytes of the file`, saw, mangled(got, contents));
  }
  const sum = cars[end + 1];
  if (end < 0 || sum === undefined) wrong('an empty train and the checksum', 'the end of the stream', 'end-train');
  else if (sum.length === 0) wrong('one empty train, then the checksum', 'two empty trains', 'end-train');
  else if (!sum.equals(crcOf(contents)))
    wrong(
      `the CRC-32 ${crcOf(contents).toString('hex')}`,
      sum.toString('hex'),
      Buffer.from(sum).reverse().equals(crcOf(contents)) ? 'little-endian' : undefined,
    );
}

export function expectSize(answer: Answer, size: number): void {
  const saw = answer.cars[1];
  if (saw?.equals(sizeOf(size))) return;
  const reversed = saw !== undefined && Buffer.from(saw).reverse().equals(sizeOf(size));
  const low = size > 0xffffffff && saw?.length === 8 && Number(saw.readBigUInt64BE() & 0xffffffffn) === size % 2 ** 32;
  throw new Finding({
    expected: `a train with the size ${size}: ${sizeOf(size).toString('hex')}`,
    saw: saw === undefined ? 'no second train' : saw.toString('hex'),
    looksLike: reversed ? 'little-endian' : low || (size > 0xffffffff && saw === undefined) ? 'size-32' : undefined,
  });
}

function mangled(got: Buffer, contents: Buffer): string | undefined {
  if (got.length > contents.length && got.subarray(0, contents.length).equals(contents)) return 'full-cars';
  if (got.length !== contents.length && got.includes(Buffer.from('\ufffd'))) return 'text';
  return undefined;
}

/** Waits for the rest of an answer. */
export async function rest(server: ObservedProgram, peer: Peer): Promise<Answer> {
  const arrived = arrives(peer, () => answerIn(peer.received));
  await server.waitFor('the end of the answer', arrived, { alive: false, progress: () => peer.arrived });
  return answerIn(peer.received);
}

/** Takes what has arrived; parses a large answer again only when there is more of it. */
function arrives(peer: Peer, answer: () => Answer): () => boolean {
  let parsed = -1;
  return () => {
    peer.pump();
    if (peer.ending !== 'open') return true;
    if (peer.arrived === parsed) return false;
    parsed = peer.arrived;
    return answer().complete;
  };
}
