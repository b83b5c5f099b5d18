import { activity, socketInodes } from './kernel/proc.ts';
import { liveRows, type TcpRow } from './kernel/tcp.ts';

/**
 * Between two samples. Three equal samples take longer than the 40 ms of a delayed ACK: until the ACK, bytes that have arrived
 * still stand in the sender's queue.
 */
const SAMPLE_MS = 20;

/**
 * Detects that a group of processes has gone quiet: over several samples all threads sleep, none has run, and no queue of
 * the port has moved. After that nothing happens until something outside the group acts.
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

  /** Takes a sample when it is due; returns the number of equal samples in a row. */
  look(): number {
    const now = performance.now();
    if (now - this.#sampledAt < SAMPLE_MS) return this.#same;
    this.#sampledAt = now;
    const print = this.#sample();
    this.#same = print !== null && print === this.#print ? this.#same + 1 : 0;
    this.#print = print ?? '';
    return this.#same;
  }

  /** Whether at the last sample all processes slept while packets to or from them were in flight. */
  get waitsForPackets(): boolean {
    return this.#waitsForPackets;
  }

  /** Forgets the earlier samples, because the processes have been acted upon. */
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
    const rows = liveRows().filter((row) => port === null || row.localPort === port || row.remotePort === port);
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

/** TCP sends a lost segment again after 0.2 s, then 0.4 s, and so on; a SYN after 1 s, then 2 s. */
const RESENDS = 4;

/**
 * Whether bytes that one end has sent are in flight. Either they were lost, as happens on a busy machine, and will be sent again;
 * or the other end has nothing unread, so that they will arrive, at the latest when a kernel timer retries, up to 200 ms later.
 * (An end that has unread bytes is a reader that does not read.)
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

/** A handshake makes progress unless the listener's queue is full: then the kernel drops it, and waiting is in vain. */
function takesMore(port: number, rows: readonly TcpRow[]): boolean {
  const listener = rows.find((row) => row.state === 'LISTEN' && row.localPort === port);
  return listener !== undefined && listener.backlog !== null && listener.rxQueue <= listener.backlog;
}
