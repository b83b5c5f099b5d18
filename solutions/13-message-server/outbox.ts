/** The packets that wait to be sent to one client. */
import type { Channel } from '#reactor';
import { MSG_NOSIGNAL, send } from '#sys';

/** Packets are sent together, up to so many bytes in one call. */
const TOGETHER = 65_536;

export class Outbox {
  readonly #channel: Channel;
  readonly #packets: Buffer[] = [];
  /** Bytes of the first packet that the kernel has taken already. */
  #sent = 0;
  #bytes = 0;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** The packets that the kernel has not taken, or not whole. */
  get packets(): number {
    return this.#packets.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(packet: Buffer): void {
    this.#packets.push(packet);
    this.#bytes += packet.length;
  }

  /** Sends as much as the kernel takes. Returns the number of bytes. */
  flush(): number {
    //#region 13.6
    // TODO 13.6: send the #next bytes until nothing waits or the kernel takes no more (null).
    //   - it may take some of the bytes: #remove those, and no others
    //   - ask for the write event while packets wait, and only then: a socket is nearly always writable
    //   man: send(2)
    let bytes = 0;
    while (this.#packets.length > 0) {
      const taken = send(this.#channel.fd, this.#next(), MSG_NOSIGNAL);
      if (taken === null) break;
      this.#remove(taken);
      bytes += taken;
    }
    this.#channel.setWriting(this.#packets.length > 0);
    return bytes;
    //#endregion
  }

  /** The bytes to send next: the rest of the first packet, and packets behind it. */
  #next(): Buffer {
    const first = this.#packets[0] as Buffer;
    const rest = this.#sent === 0 ? first : first.subarray(this.#sent);
    if (this.#packets.length === 1) return rest;
    let count = 1;
    for (let bytes = rest.length; count < this.#packets.length && bytes < TOGETHER; count++)
      bytes += this.#packets[count]?.length ?? 0;
    return Buffer.concat([rest, ...this.#packets.slice(1, count)]);
  }

  /** The kernel has taken so many bytes. */
  #remove(taken: number): void {
    //#region 13.6
    // TODO 13.6: remove the packets that are sent whole; #sent is the part of the next one.
    this.#bytes -= taken;
    this.#sent += taken;
    let whole = 0;
    for (let packet = this.#packets[0]; packet !== undefined && packet.length <= this.#sent; ) {
      this.#sent -= packet.length;
      packet = this.#packets[++whole];
    }
    this.#packets.splice(0, whole);
    //#endregion
  }
}
