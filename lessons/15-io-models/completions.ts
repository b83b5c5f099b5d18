/** Model 5, asynchronous: the kernel receives into the program's memory, and says when it has done so. */
import { todo } from '#program';
import {
  IORING_OP_RECV,
  IORING_OP_SEND,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  type Mapping,
  MSG_NOSIGNAL,
  MSG_WAITALL,
  mappedAddress,
  mmap,
  PROT_READ,
  PROT_WRITE,
  SystemError,
} from '#sys';
import { Ring } from './ring.ts';
import { model, type Sender } from './task.ts';

const RECEIVE = 1;
const SEND = 2;
/** A line of 2 bytes has an acknowledgment of 5. */
const BYTES = 1024;
const ACK_BYTES = 4096;
const NOTHING = Buffer.alloc(0);

/** One sender and its memory outside of V8's heap. It has one operation under way at a time. */
class Conversation {
  readonly #ring: Ring;
  readonly #sender: Sender;
  readonly #memory: Mapping = mmap(BYTES + ACK_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

  constructor(ring: Ring, sender: Sender) {
    this.#ring = ring;
    this.#sender = sender;
    this.#receive();
  }

  #receive(): void {
    //#region 15.5
    // TODO 15.5: prepare a receive of BYTES into this conversation's own memory (mappedAddress).
    //   - its bytes are the kernel's until the completion: no other operation may use them
    //   man: io_uring_enter(2) "IORING_OP_RECV"
    todo('15.5', 'prepare a receive of BYTES into this conversation\'s own memory (mappedAddress)');
    //#endregion
  }

  /** An operation has ended. */
  done(tag: number, res: number): void {
    //#region 15.5
    // TODO 15.5: after a receive, take its `res` bytes and #acknowledge the lines in them.
    //   - after a send, and where there is nothing to acknowledge, receive again
    //   - 0 received: the sender has ended. Negative: an error, -errno, of either operation
    //   man: io_uring_enter(2) "IORING_OP_SEND"
    todo('15.5', 'after a receive, take its `res` bytes and #acknowledge the lines in them');
    //#endregion
  }

  #acknowledge(acks: Buffer): void {
    this.#memory.bytes.set(acks, BYTES);
    const address = mappedAddress(this.#memory, BYTES, acks.length);
    const entry = this.#ring.prepare(IORING_OP_SEND, this.#sender.fd, SEND, address, acks.length);
    entry.opFlags = MSG_NOSIGNAL | MSG_WAITALL;
  }
}

model(import.meta.url, 'Model 5: operations that the kernel completes.', (senders) => {
  const ring = new Ring(Math.max(1, senders.length));
  const conversations = new Map(senders.map((sender) => [sender.fd, new Conversation(ring, sender)]));
  //#region 15.5
  // TODO 15.5: until nothing is under way: submit, sleep until one completion is there, take them all.
  todo('15.5', 'until nothing is under way: submit, sleep until one completion is there, take them all');
  //#endregion
  ring.close();
});
