import { until } from '../host/wait.ts';
import { socketInodes } from './kernel/proc.ts';
import { liveRows, type TcpRow } from './kernel/tcp.ts';

/** Longer than the 40 ms of a delayed ACK: until then bytes that have arrived may stand in the sender's queue. */
const STILL_MS = 60;
/** A receiver without room takes no more. */
const LATEST_MS = 1000;

/**
 * Waits until what was sent to a process that is stopped stands in its receive buffers. send returns when the kernel has the bytes; on a
 * busy machine the loopback interface may deliver them some milliseconds later.
 *
 * @param port the port at which the process listens: connections that it has not accepted belong to nobody yet
 */
export async function arrival(pid: number, port: number | null): Promise<void> {
  let seen = '';
  let since = performance.now();
  await until(() => {
    const under = underWay(pid, port);
    if (under.length === 0) return true;
    const print = JSON.stringify(under);
    if (print !== seen) since = performance.now();
    seen = print;
    return performance.now() - since > STILL_MS && under.every(({ sent, unread }) => unread >= sent);
  }, LATEST_MS);
}

/** The connections of whose bytes some are not acknowledged, and how many are unread. */
function underWay(pid: number, port: number | null): { sent: number; unread: number }[] {
  const rows = liveRows();
  const sender = new Map(rows.map((row) => [`${row.remotePort} ${row.localPort}`, row]));
  const inodes = socketInodes(pid);
  return rows
    .filter((row) => row.localPort === port || inodes.has(row.inode))
    .flatMap((receiver) => {
      const from = sender.get(`${receiver.localPort} ${receiver.remotePort}`);
      return from === undefined || from.txQueue === 0 || hasNoRoom(from)
        ? []
        : [{ sent: from.txQueue, unread: receiver.rxQueue }];
    });
}

/** The receiver has closed its window; the sender asks from time to time. */
const hasNoRoom = ({ timer }: TcpRow): boolean => timer?.kind === 'probe';
