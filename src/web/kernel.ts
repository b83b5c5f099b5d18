import { allProcesses, familyOf } from '../kit/kernel/family.ts';
import { blockedIn, type ProcessInfo, socketInodes, threadsOf } from '../kit/kernel/proc.ts';
import { type TcpRow, tcpRows } from '../kit/kernel/tcp.ts';
import type { ObservedProgram } from '../kit/observed-program.ts';
import { descriptorTable } from './descriptors.ts';
import type { KernelView, ProcessView, SocketView } from './protocol.ts';

/** The most rows that fit on a screen. */
const MAX_PROCESSES = 24;
const MAX_SOCKETS = 40;

/** `lanes` are the threads with records in the trace, as PID-TID: threads of the program, not of Node. */
export function kernelView(programs: readonly ObservedProgram[], lanes: ReadonlySet<string>): KernelView {
  const all = allProcesses();
  const rows = tcpRows();
  const byInode = new Map(rows.filter(({ inode }) => inode !== 0).map((row) => [row.inode, row]));
  const families = programs.map((program) => ({ program: program.pid, members: familyOf(program.pid, all) }));
  const processes = families.flatMap(({ program, members }) => members.map((info) => ({ program, info })));
  const ports = programs.filter(({ listens }) => listens).map(({ port }) => port);
  const sockets = socketViews(
    rows,
    ports,
    processes.map(({ info }) => info.pid),
  );
  return {
    processes: processes
      .slice(0, MAX_PROCESSES)
      .map(({ program, info }) => ({ program, ...processView(info, lanes, byInode) })),
    sockets: sockets.slice(0, MAX_SOCKETS),
    more: {
      processes: Math.max(0, processes.length - MAX_PROCESSES),
      sockets: Math.max(0, sockets.length - MAX_SOCKETS),
    },
  };
}

function processView(
  { pid, ppid, state }: ProcessInfo,
  lanes: ReadonlySet<string>,
  rows: ReadonlyMap<number, TcpRow>,
): Omit<ProcessView, 'program'> {
  const threads = threadsOf(pid);
  const own = threads.filter(({ pid: tid }) => tid === pid || lanes.has(`${pid}-${tid}`));
  const { own: descriptors, node } = descriptorTable(pid, rows);
  return {
    pid,
    ppid,
    state,
    blockedIn: state === 'Z' ? null : blockedIn(pid),
    threads:
      own.length < 2
        ? []
        : own.map((thread) => ({ tid: thread.pid, state: thread.state, blockedIn: blockedIn(pid, thread.pid) })),
    descriptors,
    node: { descriptors: node, threads: threads.length - own.length },
  };
}

/** Both ends of every connection of a program; listeners first. */
function socketViews(rows: readonly TcpRow[], ports: readonly number[], pids: readonly number[]): SocketView[] {
  const holders = new Map<number, string[]>();
  for (const pid of pids) {
    for (const [inode, fd] of socketInodes(pid)) {
      holders.set(inode, [...(holders.get(inode) ?? []), `${pid} fd ${fd}`]);
    }
  }
  const ours = socketInodes(process.pid);
  const pair = ({ localPort: a, remotePort: b }: TcpRow): string => (a < b ? `${a}:${b}` : `${b}:${a}`);
  const pairs = new Set(rows.filter(({ inode }) => holders.has(inode)).map(pair));
  const isServer = (row: TcpRow): number => (ports.includes(row.localPort) ? 0 : 1);
  return rows
    .filter((row) => pairs.has(pair(row)) || ports.includes(row.localPort) || ports.includes(row.remotePort))
    .sort((a, b) => pair(a).localeCompare(pair(b), 'en', { numeric: true }) || isServer(a) - isServer(b))
    .sort((a, b) => Number(b.state === 'LISTEN') - Number(a.state === 'LISTEN'))
    .map((row) => ({
      local: row.localPort,
      remote: row.remotePort,
      state: row.state,
      unread: row.rxQueue,
      unacknowledged: row.txQueue,
      heldBy:
        (row.inode === 0 ? null : holders.get(row.inode)?.join(', ')) ?? (ours.has(row.inode) ? 'client' : 'nobody'),
    }));
}
