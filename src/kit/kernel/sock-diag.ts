import { AF_INET, close, type Fd, IPPROTO_TCP, MSG_DONTWAIT, recv, SOCK_CLOEXEC, send, socket } from '#sys';
import { ALL_STATES, LISTEN, RETRANSMISSION, stateName, type TcpRow, type TcpTable, timerOf } from './tcp-row.ts';

const AF_NETLINK = 16;
const SOCK_RAW = 3;
const NETLINK_SOCK_DIAG = 4;

// struct nlmsghdr { u32 len; u16 type; u16 flags; u32 seq; u32 pid; } netlink(7)
const HEADER_BYTES = 16;
const SOCK_DIAG_BY_FAMILY = 20;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_REQUEST = 1;
const NLM_F_DUMP = 0x300;
/** There is no such connection. */
const ENOENT = 2;

// struct inet_diag_req_v2 { u8 family, protocol, ext, pad; u32 states; struct inet_diag_sockid id; } sock_diag(7)
const REQUEST_BYTES = HEADER_BYTES + 56;
const STATES_AT = HEADER_BYTES + 4;
const ID_AT = HEADER_BYTES + 8;
// struct inet_diag_sockid { be16 sport, dport; be32 src[4], dst[4]; u32 if; u32 cookie[2]; }
const SRC_AT = ID_AT + 4;
const DST_AT = ID_AT + 20;
const COOKIE_AT = ID_AT + 40;
const LOOPBACK = 0x7f000001;

/** The kernel fills at most 32 KB at once. */
const ANSWER_BYTES = 65_536;

/**
 * The kernel's table of TCP sockets, read through netlink, as ss(8) does. One connection is a hash lookup; a list takes a
 * thirtieth of the time of /proc/net/tcp, which walks through a table with room for all connections of the machine.
 * The kernel answers before send returns, so that no call here waits.
 */
export class SockDiag implements TcpTable {
  readonly #fd: Fd;
  readonly #request = Buffer.alloc(REQUEST_BYTES);
  readonly #answer = Buffer.alloc(ANSWER_BYTES);

  private constructor(fd: Fd) {
    this.#fd = fd;
    this.#request.writeUInt32LE(REQUEST_BYTES, 0);
    this.#request.writeUInt16LE(SOCK_DIAG_BY_FAMILY, 4);
    this.#request[HEADER_BYTES] = AF_INET;
    this.#request[HEADER_BYTES + 1] = IPPROTO_TCP;
    this.#request.fill(0xff, COOKIE_AT); // INET_DIAG_NOCOOKIE: any socket
  }

  /** Null where the kernel lacks sock_diag or denies it to us. */
  static open(): SockDiag | null {
    let fd: Fd;
    try {
      fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    } catch {
      return null;
    }
    try {
      const diag = new SockDiag(fd);
      diag.rows(1 << LISTEN);
      return diag;
    } catch {
      close(fd);
      return null;
    }
  }

  rows(states: number): TcpRow[] {
    this.#ask(NLM_F_REQUEST | NLM_F_DUMP, states, 0, 0);
    const rows: TcpRow[] = [];
    while (!this.#take(rows));
    return rows;
  }

  between(localPort: number, remotePort: number): TcpRow | null {
    this.#ask(NLM_F_REQUEST, ALL_STATES, localPort, remotePort);
    const rows: TcpRow[] = [];
    this.#take(rows);
    // For a connection that does not exist the kernel answers with the listener that would take it.
    return rows.find((row) => row.remotePort === remotePort) ?? null;
  }

  /** Sends a request; ports of 0 ask for all sockets. */
  #ask(flags: number, states: number, localPort: number, remotePort: number): void {
    const request = this.#request;
    const address = localPort === 0 ? 0 : LOOPBACK;
    request.writeUInt16LE(flags, 6);
    request.writeUInt32LE(states, STATES_AT);
    request.writeUInt16BE(localPort, ID_AT);
    request.writeUInt16BE(remotePort, ID_AT + 2);
    request.writeUInt32BE(address, SRC_AT);
    request.writeUInt32BE(address, DST_AT);
    send(this.#fd, request);
  }

  /** Receives one answer, which may hold many rows; true after the last of a list. */
  #take(rows: TcpRow[]): boolean {
    const answer = this.#answer;
    const length = recv(this.#fd, answer, MSG_DONTWAIT);
    if (length === null) throw new Error('netlink: no answer');
    let done = false;
    for (let at = 0; at + HEADER_BYTES <= length; at += (answer.readUInt32LE(at) + 3) & ~3) {
      const type = answer.readUInt16LE(at + 4);
      if (type === SOCK_DIAG_BY_FAMILY) {
        rows.push(parseRow(answer, at + HEADER_BYTES));
        continue;
      }
      done = true;
      // Both types begin with a negative errno, or 0.
      const error = type === NLMSG_ERROR || type === NLMSG_DONE ? -answer.readInt32LE(at + HEADER_BYTES) : -1;
      if (error !== 0 && !(error === ENOENT && type === NLMSG_ERROR)) throw new Error(`netlink: error ${error}`);
    }
    return done;
  }
}

/** struct inet_diag_msg { u8 family, state, timer, retrans; struct inet_diag_sockid id; u32 expires, rqueue, wqueue, uid, inode; } */
function parseRow(answer: Buffer, at: number): TcpRow {
  const state = answer[at + 1] ?? 0;
  const queued = answer.readUInt32LE(at + 60); // wqueue; of a listener it is the backlog
  return {
    state: stateName(state),
    localAddress: answer.subarray(at + 8, at + 12).join('.'),
    localPort: answer.readUInt16BE(at + 4),
    remotePort: answer.readUInt16BE(at + 6),
    txQueue: state === LISTEN ? 0 : queued,
    rxQueue: answer.readUInt32LE(at + 56),
    backlog: state === LISTEN ? queued : null,
    resent: answer[at + 2] === RETRANSMISSION ? (answer[at + 3] ?? 0) : null,
    timer: timerOf(answer[at + 2] ?? 0, answer.readUInt32LE(at + 52)),
    inode: answer.readUInt32LE(at + 68),
  };
}
