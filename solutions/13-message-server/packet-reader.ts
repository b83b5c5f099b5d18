/** The receiving state machine: bytes in any pieces become whole packets. */
import { crc32, decodeHeader, HEADER, type Header } from './codec.ts';

/** The four states. In the two INIT states no byte of the part has come. */
const HEAD_INIT = 0;
const HEAD_RECEIVING = 1;
const BODY_INIT = 2;
const BODY_RECEIVING = 3;

/** Called for each packet whose CRC is right. The body is valid until it returns. */
export type Deliver = (code: number, body: Buffer) => void;

const NO_BYTES = Buffer.alloc(0);

export class PacketReader {
  #state = HEAD_INIT;
  /** The part that is being received, and how many of its bytes have come. */
  #part: Buffer = NO_BYTES;
  #got = 0;
  #header: Header | null = null;
  /** Packets that were dropped, because their CRC was wrong. */
  dropped = 0;

  /** Takes all the bytes. Throws BadPacket for a header that no packet has. */
  read(bytes: Buffer, deliver: Deliver): void {
    //#region 13.2
    // TODO 13.2: go through the bytes, state by state, and deliver each packet when its last byte is there.
    //   - bytes may end anywhere: after the first byte of a header, or between a header and its body
    //   - the next bytes are in the same memory: what is kept must be copied
    //   - a packet without a body is complete with its header: do not wait for one more byte
    let at = 0;
    while (at < bytes.length) {
      if (this.#state === HEAD_INIT) this.#begin(HEADER);
      const taken = bytes.copy(this.#part, this.#got, at);
      at += taken;
      this.#got += taken;
      if (this.#got === this.#part.length) this.#complete(deliver);
      else this.#state = this.#header === null ? HEAD_RECEIVING : BODY_RECEIVING;
    }
    //#endregion
  }

  /** Makes room for a header, or for a body. */
  #begin(length: number): void {
    this.#part = Buffer.allocUnsafe(length);
    this.#got = 0;
  }

  /** The last byte of a header or of a body has come. */
  #complete(deliver: Deliver): void {
    //#region 13.2
    // TODO 13.2: after a header with a body wait for the body (BODY_INIT); else deliver, and begin anew.
    //   - back in HEAD_INIT first: `deliver` may throw
    //   - a wrong CRC: count the packet in `dropped`, and deliver nothing. The stream is not lost
    if (this.#header === null) {
      this.#header = decodeHeader(this.#part);
      this.#begin(this.#header.length - HEADER);
      this.#state = BODY_INIT;
      if (this.#part.length > 0) return;
    }
    const [{ code, crc }, body] = [this.#header, this.#part];
    this.#header = null;
    this.#part = NO_BYTES;
    this.#state = HEAD_INIT;
    if (crc32(body) === crc) deliver(code, body);
    else this.dropped++;
    //#endregion
  }
}
