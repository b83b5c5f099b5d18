import { activity, socketInodes } from './kernel/proc.ts';
import { rowsAt, type TcpRow, tcpRows } from './kernel/tcp.ts';

/**
 * Between two samples. Three that are the same take longer than the 40 ms of a delayed ACK: until that comes, bytes that have arrived
 * stand in the sender's queue as well.
 */
const SAMPLE_MS = 20;

/**
 * Tells when a group of processes has gone quiet: all threads asleep, none has run, and no queue of the port
 * has moved, over several samples. After that nothing more can happen until somebody outside acts.
 */
export class QuietWatch {
  readonly #pids: () => readonly number[];
  readonly #port: () => number | null;
  #print = '';
  #same = 0;
  #sampledAt = 0;
  #waitsForPackets = false;

  constructor(pids: () => readonly number[], port: () => number | null) {
    this.#pids = pids;
    this.#port = port;
  }

  /** Samples when it is time to; returns for how many samples in a row nothing has happened. */
  look(): number {
    const now = performance.now();
    if (now - this.#sampledAt < SAMPLE_MS) return this.#same;
    this.#sampledAt = now;
    const print = this.#sample();
    this.#same = print !== null && print === this.#print ? this.#same + 1 : 0;
    this.#print = print ?? '';
    return this.#same;
  }

  /** Whether at the last sample all processes slept, and something was on its way to them or from them. */
  get waitsForPackets(): boolean {
    return this.#waitsForPackets;
  }

  /** Something was done to the processes: what was seen before counts no more. */
  reset(): void {
    this.#same = 0;
    this.#print = '';
  }

  #sample(): string | null {
    this.#waitsForPackets = false;
    const parts: string[] = [];
    for (const pid of this.#pids()) {
      const seen = activity(pid);
      if (seen === null) continue;
      if (!seen.asleep) return null;
      parts.push(`${pid} ${seen.print}`);
    }
    const port = this.#port();
    const rows = port === null ? tcpRows() : rowsAt(port);
    const ours = port === null ? new Set(this.#pids().flatMap((pid) => [...socketInodes(pid).keys()])) : null;
    for (const row of rows) {
      if (ours !== null && !ours.has(row.inode)) continue;
      this.#waitsForPackets = underWay(row, rows);
      if (this.#waitsForPackets) return null;
      parts.push(`${row.localPort}>${row.remotePort} ${row.state} ${row.txQueue} ${row.rxQueue}`);
    }
    return parts.join('\n');
  }
}

/** What is lost on the way comes 0.2 s later, and if that is lost 0.4 s after that, and so on; of a handshake, 1 s, 2 s. */
const RESENDS = 4;

/**
 * Whether what one end has sent is on its way to the other: it was lost, as happens on a crowded machine, and will be sent again; or
 * the other end has nothing unread, so it will get it, if only when a timer of the kernel tries again, up to 200 ms later. A reader
 * that does not read has something unread.
 */
function underWay(sender: TcpRow, rows: readonly TcpRow[]): boolean {
  if (sender.state === 'SYN_SENT') return resends(sender) && takesMore(sender.remotePort, rows);
  if (sender.state === 'SYN_RECV') return resends(sender) && takesMore(sender.localPort, rows);
  if (sender.txQueue === 0) return false;
  if (resends(sender)) return true;
  const receiver = rows.find(
    (row) => row.localPort === sender.remotePort && row.remotePort === sender.localPort && row.inode !== 0,
  );
  return receiver !== undefined && receiver.rxQueue === 0;
}

const resends = ({ resent }: TcpRow): boolean => resent !== null && resent < RESENDS;

/** A handshake goes on, unless the listener's queue is full: then it drops what comes, whoever is quiet. */
function takesMore(port: number, rows: readonly TcpRow[]): boolean {
  const listener = rows.find((row) => row.state === 'LISTEN' && row.localPort === port);
  return listener !== undefined && listener.backlog !== null && listener.rxQueue <= listener.backlog;
}
