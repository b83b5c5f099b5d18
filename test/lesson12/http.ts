/** A client's side of HTTP: answers taken out of the bytes that a peer has received. */
import { Finding } from '../../src/kit/finding.ts';
import type { ObservedProgram } from '../../src/kit/observed-program.ts';
import type { Peer } from '../../src/kit/peer.ts';
import { blamingLater } from '../support/echo.ts';
import { shown } from './machines.ts';

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly head: string;
}

/** The complete answers in the bytes, and the bytes behind them. `heads`: the indices of answers to HEAD, which have no body. */
export function answersIn(bytes: Buffer, heads: readonly number[] = []): { answers: Answer[]; rest: Buffer } {
  const answers: Answer[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) return { answers, rest: bytes.subarray(at) };
    const head = bytes.toString('latin1', at, end);
    const [first = '', ...lines] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(first)?.[1] ?? Number.NaN);
    if (Number.isNaN(status))
      throw new Finding({
        expected: 'a status line, such as HTTP/1.1 200 OK',
        saw: shown(bytes.subarray(at, at + 80)),
      });
    const fields = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    const bodiless = heads.includes(answers.length) || status === 204 || status < 200;
    const length = bodiless ? 0 : Number(fields.get('content-length') ?? 0);
    if (bytes.length < end + 4 + length) return { answers, rest: bytes.subarray(at) };
    answers.push({ status, fields, head, body: bytes.subarray(end + 4, end + 4 + length) });
    at = end + 4 + length;
  }
}

export const request = (line: string, ...fields: string[]): Buffer =>
  Buffer.from([`${line} HTTP/1.1`, 'Host: h', ...fields, '', ''].join('\r\n'), 'latin1');

export const get = (path: string, ...fields: string[]): Buffer => request(`GET ${path}`, ...fields);

interface Asking {
  /** The indices of answers to HEAD. */
  readonly heads?: readonly number[];
  /** The mistake when the answers do not come, or are none. */
  readonly looksLike?: string | (() => string | undefined);
}

/** Waits until the peer has this many answers since `from`, or its connection has ended. */
export async function answers(
  server: ObservedProgram,
  peer: Peer,
  count: number,
  from = 0,
  { heads = [], looksLike = () => undefined }: Asking = {},
): Promise<Answer[]> {
  const seen = (): Answer[] => answersIn(peer.received.subarray(from), heads).answers;
  const what = count === 1 ? 'an answer' : `${count} answers`;
  const blame = typeof looksLike === 'string' ? () => looksLike : looksLike;
  const later = async (): Promise<string | undefined> => {
    await server.settle(); // its log may be the evidence
    return blame();
  };
  return blamingLater(later, async () => {
    await server.waitFor(what, () => hasEnded(peer) || seen().length >= count);
    const all = seen();
    if (all.length >= count) return all;
    const ending = peer.ending === 'eof' ? 'the end of the stream' : 'a reset';
    throw new Finding({ expected: what, saw: `${all.length}, then ${ending}` });
  });
}

/** Sends a request and returns its answer. */
export async function ask(server: ObservedProgram, peer: Peer, bytes: Buffer, asking: Asking = {}): Promise<Answer> {
  const from = peer.received.length;
  await peer.send(bytes);
  const [answer] = await answers(server, peer, 1, from, asking);
  return answer as Answer;
}

/** Takes what has arrived; true when the server has ended its stream, or reset it. */
export function hasEnded(peer: Peer): boolean {
  peer.pump();
  return peer.ending !== 'open';
}

export const describe = ({ status, fields, body }: Answer): string =>
  `${status}, ${[...fields].map((field) => field.join(': ')).join(', ')}, ${body.length} bytes of body`;
