/** Evidence for demos and walkthroughs: tables of processes and sockets, as lines of text. */

import { socketInodes } from '../kit/kernel/proc.ts';
import { rowBetween, rowsAt, type TcpRow, tcpRows, unixInodes } from '../kit/kernel/tcp.ts';
import type { ObservedProgram } from '../kit/observed-program.ts';
import type { Peer } from '../kit/peer.ts';
import { visible } from '../text/visible.ts';
import type { Stage } from './stage.ts';

/** Whether this end of the connection between two ports is in this state. */
export const isIn = (port: number, remote: number, state: string): boolean => rowBetween(port, remote)?.state === state;

/** A program's log, to be shown. */
export const words = (server: ObservedProgram): string[] => server.log.map(visible);

/** Claims that the server sleeps in this call, where /proc shows it. */
export function claimBlockedIn(stage: Stage, server: ObservedProgram, call: string, text: string): void {
  const seen = server.blockedIn();
  if (seen !== null) stage.claim(seen === call, `${text}: ${seen}`);
}

/** The server's descriptor of this client's connection; null before accept. */
export function descriptorOf(server: ObservedProgram, client: Peer): number | null {
  return socketInodes(server.pid).get(client.serverRow?.inode ?? 0) ?? null;
}

/** The listener and both ends of every client's connection: state, unread bytes and holder. */
export function socketTable(server: ObservedProgram, clients: Readonly<Record<string, Peer>>): string[] {
  const held = socketInodes(server.pid);
  const holder = (row: TcpRow): string => {
    const fd = held.get(row.inode);
    return fd === undefined ? `nobody, inode ${row.inode}` : `server, fd ${fd}`;
  };
  const listener = server.listener();
  const rows = [HEAD];
  if (listener !== null) rows.push(rowText(listener, holder(listener)));
  for (const [name, client] of Object.entries(clients)) {
    const { row, serverRow } = client;
    if (serverRow !== null) rows.push(rowText(serverRow, holder(serverRow)));
    if (row !== null) rows.push(rowText(row, row.inode === 0 ? `nobody, was ${name}` : name));
  }
  return rows;
}

/** All rows of a port, with the inodes of their sockets. */
export function portTable(port: number): string[] {
  const rows = rowsAt(port);
  return [HEAD, ...rows.map((row) => rowText(row, row.inode === 0 ? 'nobody, inode 0' : `inode ${row.inode}`))];
}

const columns = (...[local, remote, state, queue, holder]: readonly [string, string, string, string, string]): string =>
  `${local.padEnd(7)}${remote.padEnd(8)}${state.padEnd(13)}${queue.padEnd(10)}${holder}`;

const HEAD = columns('local', 'remote', 'state', 'rx_queue', 'held by');

function rowText(row: TcpRow, holder: string): string {
  const remote = row.remotePort === 0 ? '-' : String(row.remotePort);
  return columns(String(row.localPort), remote, row.state, String(row.rxQueue), holder);
}

/** The number of descriptors whose sockets are in none of the kernel's tables. */
export function deadSockets(server: ObservedProgram): number {
  const listed = new Set([...tcpRows().map((row) => row.inode), ...unixInodes()]);
  return [...socketInodes(server.pid).keys()].filter((inode) => !listed.has(inode)).length;
}

/** The pid of a server's only child. Throws unless there is exactly one; never 0, because signalling 0 would signal our own group. */
export function onlyChild(server: ObservedProgram): number {
  const [child, ...more] = server.children();
  if (child === undefined || more.length > 0)
    throw new Error(`one child expected, and there are ${server.children().length}`);
  return child.pid;
}

/** A server and its children: pid, parent, state, and the call each is blocked in. */
export function processTable(server: ObservedProgram): string[] {
  return server.processes().map(({ pid, ppid, state }) => {
    const what = state === 'Z' ? 'zombie' : (server.blockedIn(pid) ?? '');
    return `${pid === server.pid ? 'parent' : 'child '} ${pid}  ppid ${ppid}  state ${state}  ${what}`;
  });
}

/** Whether a process has a descriptor of the server's end of this client's connection. */
export function holds(pid: number, client: Peer): boolean {
  const inode = client.serverRow?.inode ?? 0;
  return inode !== 0 && socketInodes(pid).has(inode);
}

export function holders(server: ObservedProgram, client: Peer): string[] {
  const row = client.serverRow;
  const lines = server
    .processes()
    .filter(({ pid }) => holds(pid, client))
    .map(
      ({ pid }) => `${pid === server.pid ? 'parent' : 'child '} ${pid}  fd ${socketInodes(pid).get(row?.inode ?? 0)}`,
    );
  const state = row === null ? 'over, the kernel has no such connection' : `${row.state}, inode ${row.inode}`;
  return [`connection with 127.0.0.1:${client.port}: ${state}`, ...(lines.length === 0 ? ['held by nobody'] : lines)];
}
