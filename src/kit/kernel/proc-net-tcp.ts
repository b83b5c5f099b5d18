import { readFileSync } from 'node:fs';
import { RETRANSMISSION, stateName, type TcpRow, type TcpTable, timerOf } from './tcp-row.ts';

const ATTEMPTS = 3;

/** The kernel's table of TCP sockets as text, for a kernel that does not answer through netlink. proc_net_tcp(5) */
export const procNetTcp: TcpTable = {
  rows: (states) =>
    lines()
      .filter((line) => (states & (1 << Number.parseInt(stateOf(line), 16))) !== 0)
      .map(parseRow),

  /**
   * The kernel prints its table in pieces and may leave out a row while connections come and go: a missing row is looked
   * for again.
   */
  between(localPort, remotePort) {
    const ends = ` 0100007F:${portHex(localPort)} 0100007F:${portHex(remotePort)} `;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const line = lines().find((line) => line.includes(ends));
      if (line !== undefined) return parseRow(line);
    }
    return null;
  },
};

const lines = (): string[] =>
  readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');

const portHex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');

const stateOf = (line: string): string => line.trim().split(/\s+/, 4)[3] ?? '0';

function parseRow(line: string): TcpRow {
  const [, local = '', remote = '', state = '0', queues = '0:0', timer = '00:0', resent = '0', , , inode = '0'] = line
    .trim()
    .split(/\s+/);
  const [txQueue = '0', rxQueue = '0'] = queues.split(':');
  const [running = 0, hundredths = 0] = timer.split(':').map((hex) => Number.parseInt(hex, 16));
  return {
    state: stateName(Number.parseInt(state, 16)),
    localAddress: parseAddress(local.split(':')[0] ?? ''),
    localPort: Number.parseInt(local.split(':')[1] ?? '0', 16),
    remotePort: Number.parseInt(remote.split(':')[1] ?? '0', 16),
    txQueue: Number.parseInt(txQueue, 16),
    rxQueue: Number.parseInt(rxQueue, 16),
    backlog: null,
    resent: running === RETRANSMISSION ? Number.parseInt(resent, 16) : null,
    timer: timerOf(running, 10 * hundredths),
    inode: Number(inode),
  };
}

/** The kernel prints the address as one number in the machine's byte order. */
function parseAddress(hex: string): string {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}
