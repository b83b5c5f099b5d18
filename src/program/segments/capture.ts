import {
  AF_PACKET,
  close,
  cmsgSpace,
  ETH_P_ALL,
  type Fd,
  getsockoptBytes,
  htons,
  PACKET_IGNORE_OUTGOING,
  PACKET_STATISTICS,
  recvmsg,
  SO_RCVBUF,
  SO_TIMESTAMPNS,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOL_PACKET,
  SOL_SOCKET,
  setsockopt,
  socket,
} from '#sys';

/** A packet as it passed the loopback interface, with its link-layer header. */
export interface Packet {
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number;
  readonly bytes: Buffer;
}

// The only control message: a struct cmsghdr of 16 bytes, and a struct timespec. socket(7) SO_TIMESTAMPNS
const TIMESPEC_BYTES = 16;
const TIMESPEC_AT = 16;

function arrival(control: Uint8Array): number {
  const view = new DataView(control.buffer, control.byteOffset, control.byteLength);
  return Number(view.getBigInt64(TIMESPEC_AT, true)) * 1000 + Number(view.getBigInt64(TIMESPEC_AT + 8, true)) / 1e6;
}

/** The kernel cuts this to net.core.rmem_max, and drops what does not fit. */
const QUEUE_BYTES = 8_000_000;
/** struct tpacket_stats { u32 packets, drops; } */
const STATISTICS_BYTES = 8;
/** The largest packet on loopback: 64 KB and its headers. */
const LARGEST = 66_000;

/**
 * A capture of all packets of this network. It needs the right to it, which a process has in a network of its own: see `ownNetwork`.
 * Each packet of the loopback interface is seen as it arrives, before TCP looks at it, also one that TCP drops. packet(7)
 */
export class Capture {
  readonly #fd: Fd;
  readonly #packets: Packet[] = [];
  readonly #buffer = Buffer.alloc(LARGEST);

  constructor() {
    this.#fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, htons(ETH_P_ALL));
    setsockopt(this.#fd, SOL_SOCKET, SO_RCVBUF, QUEUE_BYTES);
    setsockopt(this.#fd, SOL_SOCKET, SO_TIMESTAMPNS, true);
    setsockopt(this.#fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
  }

  /** Takes what has come by since the last call. */
  take(): void {
    for (;;) {
      const message = recvmsg(this.#fd, [this.#buffer], cmsgSpace(TIMESPEC_BYTES));
      if (message === null) return;
      const bytes = Buffer.from(this.#buffer.subarray(0, message.bytes));
      this.#packets.push({ at: arrival(message.control), bytes });
    }
  }

  /** All packets taken so far. */
  get packets(): readonly Packet[] {
    return this.#packets;
  }

  /** The number of packets that did not fit into the queue. */
  dropped(): number {
    const statistics = getsockoptBytes(this.#fd, SOL_PACKET, PACKET_STATISTICS, STATISTICS_BYTES);
    return new DataView(statistics.buffer, statistics.byteOffset).getUint32(4, true);
  }

  close(): void {
    close(this.#fd);
  }
}
