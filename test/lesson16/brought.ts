/** How predict.ts brings a situation about, where the outcomes of its calls are those of another one as well: its recorded calls tell. */
import type { TraceEvent } from '../../src/trace/model.ts';
import { ACCEPTS, READS, WRITES } from '../support/calls.ts';

export interface Brought {
  readonly expected: string;
  readonly saw: string;
  readonly looksLike: string;
}

const COPIES: readonly string[] = ['dup', 'dup2', 'dup3', 'fcntl', 'fork'];
const has = (names: readonly string[], { name }: TraceEvent): boolean => names.includes(name);

/** The calls that bring the situation about: those behind `connected`, up to the first read or write of `ours`. */
interface Made {
  readonly ours: number;
  readonly peers: number;
  readonly calls: readonly TraceEvent[];
}

function madeIn(events: readonly TraceEvent[]): Made | null {
  const accepted = events.find((event) => has(ACCEPTS, event));
  const connect = events.find(({ name }) => name === 'connect');
  if (accepted === undefined || connect === undefined) return null;
  const rest = events.slice(events.indexOf(accepted) + 1);
  // The first close is that of the listener.
  const begin = rest.findIndex(({ name }) => name === 'close') + 1;
  return { ours: Number(connect.args[0]), peers: accepted.result, calls: rest.slice(begin) };
}

const on = (fd: number, { args }: TraceEvent): boolean => args[0] === fd;

type Check = (made: Made) => Brought | null;

const ownEnd: Check = ({ ours, calls }) =>
  calls.some((call) => call.name === 'shutdown' && on(ours, call))
    ? null
    : { expected: 'a shutdown of this end', saw: 'none', looksLike: 'peer-ended' };

const copied: Check = ({ calls }) =>
  calls.some((call) => has(COPIES, call))
    ? null
    : { expected: 'a second descriptor of the peer, such as dup makes one', saw: 'none', looksLike: 'no-copy' };

const copyClosed: Check = (made) => {
  const missing = copied(made);
  if (missing !== null) return missing;
  const own = [made.peers, ...made.calls.filter((call) => has(COPIES, call)).map(({ result }) => result)];
  return made.calls.some((call) => call.name === 'close' && own.includes(Number(call.args[0])))
    ? null
    : { expected: 'a close of one of the two descriptors', saw: 'both are open', looksLike: 'copy-not-closed' };
};

const unread: Check = ({ ours, peers, calls }) => {
  const closed = calls.findIndex((call) => call.name === 'close' && on(peers, call));
  return calls.slice(0, closed).some((call) => has(WRITES, call) && on(ours, call))
    ? null
    : { expected: 'bytes of this end, unread when the peer closes', saw: 'none', looksLike: 'linger-for-unread' };
};

const CHECKS: Readonly<Record<string, Check>> = {
  'no-read': ownEnd,
  'no-write': ownEnd,
  'copy-close': copyClosed,
  'copy-shutdown': copied,
  unread,
};

/** What is missing in the calls of a program that has brought about this situation; null when nothing is. */
export function missingIn(situation: string, events: readonly TraceEvent[]): Brought | null {
  const check = CHECKS[situation];
  const made = madeIn(events);
  if (check === undefined || made === null) return null;
  const { ours, calls } = made;
  // Some situations write before: only a read of ours is surely one of the calls that predict.ts asks for.
  const end =
    situation === 'unread' ? -1 : calls.findIndex((call) => has([...READS, ...WRITES], call) && on(ours, call));
  return check({ ...made, calls: end < 0 ? calls : calls.slice(0, end) });
}
