import { EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLRDHUP } from '../sys/constants.ts';
import { Descriptors, type Inbox } from './descriptors.ts';
import { type Found, isBlocked, type Lane, type TraceEvent } from './model.ts';
import type { Meeting, Sleep, Waker } from './wakes.ts';

const READS = new Set(['read', 'readv', 'preadv2', 'recv', 'recvfrom', 'recvmsg']);
const WRITES = new Set(['write', 'writev', 'send', 'sendto', 'sendmsg']);
const WAITS = new Set(['epoll_wait', 'epoll_pwait']);
const TABLE = new Set([
  'fork',
  'close',
  'close_range',
  'dup',
  'dup2',
  'dup3',
  'fcntl',
  'epoll_create1',
  'epoll_ctl',
  'receives',
]);
const MAKES = new Set([
  'socketpair',
  'pipe2',
  'eventfd',
  'accept',
  'accept4',
  'socket',
  'open',
  'timerfd_create',
  'signalfd',
]);
/** These calls move bytes in ways that are not followed. */
const OTHER_WAYS = new Set(['sendfile', 'splice', 'tee', 'vmsplice']);

/** From the first of these on, a process reads and writes without a record of it. */
const UNTOLD = new Set(['io_uring_setup', 'aio_read', 'aio_write']);

const MSG_PEEK = 2;

/** Readers and writers of the pipes, socket pairs and eventfds that were made within the trace. */
export function inboxes(lanes: readonly Lane[]): Meeting[] {
  const table = new Descriptors(lanes.map(({ pid }) => pid));
  const files = new Map<Inbox, File>();
  const fileOf = (inbox: Inbox): File => {
    const file = files.get(inbox) ?? new File(inbox);
    files.set(inbox, file);
    return file;
  };
  for (const found of inOrder(lanes)) {
    const { lane, event } = found;
    const pid = lanes[lane]?.pid ?? 0;
    const fd = Number(event.args[0]);
    if (READS.has(event.name)) {
      const inbox = table.reads(pid, fd);
      if (inbox !== null) fileOf(inbox).read(found);
    } else if (WRITES.has(event.name)) {
      const inbox = table.writes(pid, fd);
      if (inbox !== null) fileOf(inbox).write(found);
    } else if (WAITS.has(event.name)) {
      for (const inbox of table.watched(pid, fd)) fileOf(inbox).wait(found, table.readyIn(pid, fd, event));
    } else if (OTHER_WAYS.has(event.name)) {
      for (const arg of event.args.slice(0, 3)) table.forget(pid, Number(arg));
    } else if (UNTOLD.has(event.name)) table.doubt(pid);
    else table.follow(pid, event);
  }
  return [...files].filter(([inbox]) => !table.isDoubtful(inbox)).map(([, file]) => file.meeting());
}

interface Step extends Found {
  readonly at: number;
}

/** The calls to replay, in order of effect: calls that make a descriptor at their end, all others at their begin. */
function inOrder(lanes: readonly Lane[]): Step[] {
  const steps: Step[] = [];
  for (const [lane, { events }] of lanes.entries()) {
    for (const [index, event] of events.entries()) {
      const { name } = event;
      const late = MAKES.has(name) || WAITS.has(name) || name.startsWith('dup');
      if (
        !late &&
        !READS.has(name) &&
        !WRITES.has(name) &&
        !TABLE.has(name) &&
        !OTHER_WAYS.has(name) &&
        !UNTOLD.has(name)
      )
        continue;
      steps.push({ at: late ? (event.end ?? Number.POSITIVE_INFINITY) : event.begin, lane, index, event });
    }
  }
  return steps.sort((a, b) => a.at - b.at);
}

const endOf = ({ event }: Found): number => event.end ?? Number.POSITIVE_INFINITY;

/** The calls on one inbox. A wait counts only if the inbox was empty when it began. */
class File {
  readonly #inbox: Inbox;
  readonly #reads: { end: number; amount: number }[] = [];
  readonly #writes: { end: number; amount: number }[] = [];
  readonly #wakers: Waker[] = [];
  readonly #sleeps: (Sleep & { told: boolean; readonly edge: boolean })[] = [];

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
    if (inbox.initial > 0) this.#writes.push({ end: Number.NEGATIVE_INFINITY, amount: inbox.initial });
  }

  read(found: Found): void {
    const { name, args, result } = found.event;
    const peeks = name === 'recv' && (Number(args[3]) & MSG_PEEK) !== 0;
    if (!peeks && result > 0) this.#reads.push({ end: endOf(found), amount: this.#amount(found.event) });
    this.#sleep(found, isBlocked(found.event) && result > 0, false);
  }

  write(found: Found): void {
    const { lane, index, event } = found;
    const end = endOf(found);
    if (event.result <= 0 && event.end !== null) return;
    this.#writes.push({ end, amount: this.#amount(event) });
    this.#wakers.push({ lane, index, begin: event.begin, end, all: false });
  }

  wait(found: Found, ready: { inbox: Inbox; mask: number; edge: boolean } | null): void {
    const plain = ready !== null && (ready.mask & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) === 0;
    const told = plain && ready.inbox === this.#inbox && (ready.mask & EPOLLIN) !== 0 && isBlocked(found.event);
    this.#sleep(found, told, told && ready.edge);
  }

  #sleep(found: Found, told: boolean, edge: boolean): void {
    const { lane, index, event } = found;
    this.#sleeps.push({ lane, index, begin: event.begin, end: endOf(found), told, edge });
  }

  meeting(): Meeting {
    const written = running(this.#writes);
    const read = running(this.#reads);
    for (const sleep of this.#sleeps) {
      sleep.told &&= sleep.edge || written(sleep.begin) === read(sleep.begin);
    }
    return { sleeps: this.#sleeps.sort((a, b) => a.begin - b.begin), wakers: this.#wakers };
  }

  /** The number of bytes; for an eventfd the count added or taken, which is the content of the 8 bytes. */
  #amount({ preview, result }: TraceEvent): number {
    if (!this.#inbox.counts) return result;
    const bytes = Buffer.from(preview, 'latin1');
    return bytes.length < 8 ? Number.NaN : Number(bytes.readBigUInt64LE(0));
  }
}

/** The total amount up to a moment. */
function running(transfers: readonly { end: number; amount: number }[]): (at: number) => number {
  const order = [...transfers].sort((a, b) => a.end - b.end);
  let total = 0;
  const sums = order.map(({ amount }) => {
    total += amount;
    return total;
  });
  return (at) => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle] as { end: number }).end < at) low = middle + 1;
      else high = middle;
    }
    return sums[low - 1] ?? 0;
  };
}
