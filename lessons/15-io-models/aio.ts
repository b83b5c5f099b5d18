/** Model 5 as POSIX has it: libc's aio, for which a hidden thread of libc makes the calls. Nothing to do in this file. */
import { writeAll } from '#program';
import {
  type Aiocb,
  aioError,
  aioRead,
  aioReturn,
  aioSuspend,
  EINPROGRESS,
  isSystemError,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  mmap,
  PROT_READ,
  PROT_WRITE,
} from '#sys';
import { model, type Sender } from './task.ts';

const BYTES = 1024;

/** One sender and its memory, which is libc's while a read is under way. */
class Conversation {
  readonly #sender: Sender;
  readonly #bytes = mmap(BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS).bytes;
  /** The read that is under way; null after the end. */
  read: Aiocb | null;

  constructor(sender: Sender) {
    this.#sender = sender;
    this.read = aioRead(sender.fd, this.#bytes);
  }

  /** Goes on when the read has ended. */
  proceed(): void {
    if (this.read === null || aioError(this.read) === EINPROGRESS) return;
    try {
      const n = aioReturn(this.read);
      this.read = null;
      if (n === 0) this.#sender.end();
      else {
        writeAll(this.#sender.fd, this.#sender.take(this.#bytes.subarray(0, n)));
        this.read = aioRead(this.#sender.fd, this.#bytes);
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.read = null;
      this.#sender.end(error);
    }
  }
}

model(import.meta.url, 'Model 5 by libc: a thread that nobody sees makes the blocking calls.', (senders) => {
  const conversations = senders.map((sender) => new Conversation(sender));
  for (;;) {
    const reads = conversations.map(({ read }) => read).filter((read) => read !== null);
    if (reads.length === 0) return;
    aioSuspend(reads);
    for (const conversation of conversations) conversation.proceed();
  }
});
