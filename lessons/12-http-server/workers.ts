/** The threads behind the loop, and the mailboxes between. */
import { Channel, type EventLoop } from '#reactor';
import { close, EFD_CLOEXEC, EFD_NONBLOCK, eventfd, eventfdRead, startThread, type Thread } from '#sys';
import { Mailbox } from './mailbox.ts';
import type { Mode } from './messages.ts';

/** `In` goes to the workers, `Out` comes back to the loop. */
export class Workers<In, Out> {
  readonly #boxes: readonly Mailbox<In>[];
  readonly #wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  readonly #channel: Channel;
  readonly #threads: readonly Thread[];

  /** In the reactor each thread has a mailbox of its own, in the proactor all share one. `told` is called in the loop. */
  constructor(loop: EventLoop, mode: Mode, threads: number, directory: string, told: (message: Out) => void) {
    const count = Math.max(1, threads);
    const outbox = Mailbox.create<Out>(this.#wake);
    this.#boxes = Array.from({ length: mode === 'reactor' ? count : 1 }, () => Mailbox.create<In>());
    this.#channel = new Channel(loop.poller, this.#wake);
    this.#channel.onReadable = () => {
      eventfdRead(this.#wake);
      for (let message = outbox.get(); message !== null; message = outbox.get()) told(message);
    };
    this.#channel.setReading(true);
    const entry = new URL('./worker.ts', import.meta.url);
    this.#threads = Array.from({ length: count }, (_, i) =>
      startThread(entry, { mode, directory, inbox: this.#boxFor(i).share(), outbox: outbox.share() }),
    );
  }

  #boxFor(key: number): Mailbox<In> {
    return this.#boxes[key % this.#boxes.length] as Mailbox<In>;
  }

  /** Gives a message to the worker for `key`, always the same one in the reactor. False when there is no room. */
  give(key: number, message: In): boolean {
    return this.#boxFor(key).put(message);
  }

  /** Lets the workers finish, and waits for them. */
  close(): void {
    for (const box of this.#boxes) box.close();
    for (const thread of this.#threads) thread.join();
    this.#channel.remove();
    close(this.#wake);
  }
}
