/** The queue of lesson 08, for tasks: workers wait on a condition for jobs. Nothing to do in this file. */
import { Cond, Mutex } from '#sys';
import { Ring } from './ring.ts';
import type { Task } from './tasks.ts';

export interface JobsShare {
  readonly ring: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly changed: SharedArrayBuffer;
  readonly stopped: SharedArrayBuffer;
}

export class JobQueue {
  readonly #share: JobsShare;
  readonly #ring: Ring;
  readonly #mutex: Mutex;
  readonly #changed: Cond;
  readonly #stopped: Int32Array;

  private constructor(share: JobsShare) {
    this.#share = share;
    this.#ring = new Ring(share.ring);
    this.#mutex = Mutex.from(share.mutex);
    this.#changed = Cond.from(share.changed);
    this.#stopped = new Int32Array(share.stopped);
  }

  static create(capacity: number): JobQueue {
    const [mutex, changed] = [Mutex.create().share(), Cond.create().share()];
    return new JobQueue({ ring: Ring.memoryFor(capacity), mutex, changed, stopped: new SharedArrayBuffer(4) });
  }

  static from(share: JobsShare): JobQueue {
    return new JobQueue(share);
  }

  share(): JobsShare {
    return this.#share;
  }

  /** Adds a job and wakes one worker; false when the queue is full or has been stopped. It never waits: a loop calls it. */
  offer(job: Task): boolean {
    const taken = this.#mutex.with(() => this.#stopped[0] === 0 && this.#ring.put(job));
    if (taken) this.#changed.signal();
    return taken;
  }

  /** Takes the oldest job, and waits until there is one. Null when the queue has been stopped and no job is left. */
  take(): Task | null {
    return this.#mutex.with(() => {
      while (this.#ring.count === 0 && this.#stopped[0] === 0) this.#changed.wait(this.#mutex);
      return this.#ring.get();
    });
  }

  /** Refuses jobs from now on. Those that are in it are still taken. */
  stop(): void {
    this.#mutex.with(() => {
      this.#stopped[0] = 1;
    });
    this.#changed.broadcast();
  }
}
