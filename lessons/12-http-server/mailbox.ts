/** Messages between threads: a ring of bytes in shared memory, a mutex and a condition, as in lesson 08. Nothing to do in this file. */
import { Cond, eventfdWrite, type Fd, Mutex } from '#sys';

/** The parts of a mailbox that another thread needs to use it. */
export interface MailboxShare {
  readonly words: SharedArrayBuffer;
  readonly bytes: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly changed: SharedArrayBuffer;
  /** An eventfd that is written for each message; -1 for none. */
  readonly wake: Fd;
}

/** Indices of words: where the oldest message begins, the bytes in use, whether it has been closed. */
const HEAD = 0;
const USED = 1;
const CLOSED = 2;
/** Memory is taken from the system when it is used. */
const CAPACITY = 1 << 23;
const PREFIX = 4;

export class Mailbox<T> {
  readonly #share: MailboxShare;
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #mutex: Mutex;
  readonly #changed: Cond;

  constructor(share: MailboxShare) {
    this.#share = share;
    this.#words = new Int32Array(share.words);
    this.#bytes = Buffer.from(share.bytes);
    this.#mutex = Mutex.from(share.mutex);
    this.#changed = Cond.from(share.changed);
  }

  static create<T>(wake: Fd = -1): Mailbox<T> {
    return new Mailbox<T>({
      words: new SharedArrayBuffer(12),
      bytes: new SharedArrayBuffer(CAPACITY),
      mutex: Mutex.create().share(),
      changed: Cond.create().share(),
      wake,
    });
  }

  share(): MailboxShare {
    return this.#share;
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }

  /** Adds a message; false when there is no room. With `waits` it waits for room. */
  put(message: T, waits = false): boolean {
    const bytes = Buffer.from(JSON.stringify(message));
    const taken = this.#mutex.with(() => {
      while (waits && !this.#fits(bytes.length)) this.#changed.wait(this.#mutex);
      if (!this.#fits(bytes.length)) return false;
      const prefix = Buffer.alloc(PREFIX);
      prefix.writeUInt32LE(bytes.length);
      this.#write(prefix);
      this.#write(bytes);
      return true;
    });
    if (taken) this.#tell();
    return taken;
  }

  #fits(length: number): boolean {
    return this.#word(USED) + PREFIX + length <= CAPACITY;
  }

  #tell(): void {
    if (this.#share.wake < 0) this.#changed.signal();
    else eventfdWrite(this.#share.wake);
  }

  #write(bytes: Buffer): void {
    const at = (this.#word(HEAD) + this.#word(USED)) % CAPACITY;
    const first = Math.min(bytes.length, CAPACITY - at);
    bytes.copy(this.#bytes, at, 0, first);
    bytes.copy(this.#bytes, 0, first);
    this.#words[USED] = this.#word(USED) + bytes.length;
  }

  #read(length: number): Buffer {
    const at = this.#word(HEAD);
    const first = Math.min(length, CAPACITY - at);
    const bytes = Buffer.concat([this.#bytes.subarray(at, at + first), this.#bytes.subarray(0, length - first)]);
    this.#words[HEAD] = (at + length) % CAPACITY;
    this.#words[USED] = this.#word(USED) - length;
    return bytes;
  }

  /** The oldest message; null when there is none. */
  get(): T | null {
    const bytes = this.#mutex.with(() => (this.#word(USED) === 0 ? null : this.#read(this.#read(PREFIX).readUInt32LE())));
    if (bytes === null) return null;
    this.#changed.broadcast(); // there is room
    return JSON.parse(bytes.toString()) as T;
  }

  /** The oldest message, for a thread that waits until there is one. Null when the mailbox has been closed and is empty. */
  take(): T | null {
    this.#mutex.with(() => {
      while (this.#word(USED) === 0 && this.#word(CLOSED) === 0) this.#changed.wait(this.#mutex);
    });
    const message = this.get();
    return message === null && this.#word(CLOSED) === 0 ? this.take() : message;
  }

  close(): void {
    this.#mutex.with(() => {
      this.#words[CLOSED] = 1;
    });
    this.#changed.broadcast();
  }
}
