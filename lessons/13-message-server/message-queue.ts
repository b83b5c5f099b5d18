/** Messages between threads: the ring of lesson 10, for messages of any length. Nothing to do in this file. */
import { Cond, eventfdWrite, type Fd, Mutex } from '#sys';

/** A request or an answer, and the connection that it belongs to. Threads share no objects: the body is copied. */
export interface Message {
  readonly slot: number;
  readonly sequence: number;
  readonly body: Buffer;
}

/** The parts of a queue that another thread needs to use it. */
export interface QueueShare {
  readonly words: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly changed: SharedArrayBuffer;
  /** An eventfd that is written for each message; -1 for none. */
  readonly wake: Fd;
}

/** Words: where the oldest message begins, the bytes in use, messages in the queue and at most, whether it has been closed. */
const HEAD = 0;
const USED = 1;
const COUNT = 2;
const MOST = 3;
const CLOSED = 4;
/** Memory is taken from the system when it is used. */
export const CAPACITY = 1 << 22;
/** Before each body: its length, the slot, the sequence number. */
const PREFIX = 12;

export class MessageQueue {
  readonly #share: QueueShare;
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #capacity: number;
  readonly #mutex: Mutex;
  readonly #changed: Cond;

  constructor(share: QueueShare) {
    this.#share = share;
    this.#words = new Int32Array(share.words);
    this.#bytes = Buffer.from(share.bytes);
    this.#capacity = this.#bytes.length;
    this.#mutex = Mutex.from(share.mutex);
    this.#changed = Cond.from(share.changed);
  }

  /** A queue for at most `most` messages, of `capacity` bytes together. */
  static create(most: number, wake: Fd = -1, capacity = CAPACITY): MessageQueue {
    const words = new SharedArrayBuffer(20);
    new Int32Array(words)[MOST] = most;
    const [mutex, changed] = [Mutex.create().share(), Cond.create().share()];
    return new MessageQueue({ words, bytes: new SharedArrayBuffer(capacity), mutex, changed, wake });
  }

  share(): QueueShare {
    return this.#share;
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }

  #fits({ body }: Message): boolean {
    return this.#word(COUNT) < this.#word(MOST) && this.#word(USED) + PREFIX + body.length <= this.#capacity;
  }

  /** Adds a message; false when there is no room, or when the queue has been closed. It never waits: a loop calls it. */
  offer(message: Message): boolean {
    const taken = this.#mutex.with(() => {
      if (this.#word(CLOSED) === 1 || !this.#fits(message)) return false;
      this.#add(message);
      return true;
    });
    if (taken) this.#tell();
    return taken;
  }

  /** Adds a message, and waits for room: a worker calls it. */
  put(message: Message): void {
    this.#mutex.with(() => {
      while (!this.#fits(message)) this.#changed.wait(this.#mutex);
      this.#add(message);
    });
    this.#tell();
  }

  #add({ slot, sequence, body }: Message): void {
    const prefix = Buffer.alloc(PREFIX);
    prefix.writeInt32LE(body.length, 0);
    prefix.writeInt32LE(slot, 4);
    prefix.writeInt32LE(sequence, 8);
    this.#write(prefix);
    this.#write(body);
    this.#words[COUNT] = this.#word(COUNT) + 1;
  }

  #tell(): void {
    if (this.#share.wake < 0) this.#changed.signal();
    else eventfdWrite(this.#share.wake);
  }

  #write(bytes: Buffer): void {
    const at = (this.#word(HEAD) + this.#word(USED)) % this.#capacity;
    const first = Math.min(bytes.length, this.#capacity - at);
    bytes.copy(this.#bytes, at, 0, first);
    bytes.copy(this.#bytes, 0, first);
    this.#words[USED] = this.#word(USED) + bytes.length;
  }

  #read(length: number): Buffer {
    const at = this.#word(HEAD);
    const first = Math.min(length, this.#capacity - at);
    const bytes = Buffer.concat([this.#bytes.subarray(at, at + first), this.#bytes.subarray(0, length - first)]);
    this.#words[HEAD] = (at + length) % this.#capacity;
    this.#words[USED] = this.#word(USED) - length;
    return bytes;
  }

  #remove(): Message {
    const prefix = this.#read(PREFIX);
    this.#words[COUNT] = this.#word(COUNT) - 1;
    return { slot: prefix.readInt32LE(4), sequence: prefix.readInt32LE(8), body: this.#read(prefix.readInt32LE(0)) };
  }

  /** Takes all messages that are there: a loop calls it. */
  takeAll(): Message[] {
    const messages: Message[] = [];
    this.#mutex.with(() => {
      while (this.#word(COUNT) > 0) messages.push(this.#remove());
    });
    this.#changed.broadcast(); // there is room
    return messages;
  }

  /** Takes the oldest message, and waits until there is one. Null when the queue has been closed and is empty. */
  take(): Message | null {
    return this.#mutex.with(() => {
      while (this.#word(COUNT) === 0 && this.#word(CLOSED) === 0) this.#changed.wait(this.#mutex);
      return this.#word(COUNT) === 0 ? null : this.#remove();
    });
  }

  /** Refuses messages from now on. Those that are in it are still taken. */
  close(): void {
    this.#mutex.with(() => {
      this.#words[CLOSED] = 1;
    });
    this.#changed.broadcast();
  }
}
