/** The kernel's table of TCP sockets, /proc/net/tcp and /proc/net/tcp6, made readable. */
import { TCP_STATES } from '#sys';
import { addressText } from './address-text.ts';
import { type Endpoint, type Row, TIMERS, type Timer } from './types.ts';

/** All rows of one of the two files. The first line has the names of the columns. */
export function parseRows(text: string): Row[] {
  const lines = text.split('\n').slice(1);
  return lines.filter((line) => line.trim() !== '').map(parseRow);
}

function parseRow(line: string): Row {
  //#region 16.1
  // TODO 16.1: split the line into its columns, and make a Row of them.
  //   - all numbers but the inode are hexadecimal, the state too: an index into TCP_STATES
  //   - tx_queue stands before the colon, rx_queue behind it
  //   man: proc_net_tcp(5)
  const [, local = '', remote = '', state = '', queues = '', timer = '', , , , inode = ''] = line.trim().split(/\s+/);
  const [unacknowledged = '', unread = ''] = queues.split(':');
  return {
    local: parseEndpoint(local),
    remote: parseEndpoint(remote),
    state: TCP_STATES[Number.parseInt(state, 16)] ?? 'UNKNOWN',
    unacknowledged: Number.parseInt(unacknowledged, 16),
    unread: Number.parseInt(unread, 16),
    timer: parseTimer(timer),
    inode: Number(inode),
  };
  //#endregion
}

/** `0100007F:1F90` is 127.0.0.1:8080. */
function parseEndpoint(text: string): Endpoint {
  //#region 16.1
  // TODO 16.1: the address, by addressText, and the port.
  //   - the kernel prints each 32 bits of an address as one number of this machine, which keeps its lowest byte first;
  //     IPv6 has four of them
  //   - the port is printed as a number already
  const [hex = '', port = ''] = text.split(':');
  const bytes = Buffer.from(hex, 'hex');
  return { address: addressText(bytes.swap32()), port: Number.parseInt(port, 16) };
  //#endregion
}

/** `02:000AFC80` is the keepalive timer, which expires in two hours. */
function parseTimer(text: string): Timer | null {
  //#region 16.1
  // TODO 16.1: the timer by its number in TIMERS, and its time; null for number 0.
  //   - the time is hexadecimal, in hundredths of a second
  const [kind = '', time = ''] = text.split(':');
  const number = Number.parseInt(kind, 16);
  return number === 0 ? null : { kind: TIMERS[number] ?? 'none', ms: 10 * Number.parseInt(time, 16) };
  //#endregion
}
