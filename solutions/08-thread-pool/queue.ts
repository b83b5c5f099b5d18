/** A bounded queue of jobs between threads: a ring of numbers in shared memory, a mutex, and a condition. */
import { Cond, eventfdWrite, type Fd, Mutex } from '#sys';

/** What another thread needs to use the same queue. */
export interface QueueShare {
  readonly words: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly changed: SharedArrayBuffer;
  readonly room: Fd;
}

/** The words of the shared memory: where the oldest job is, how many there are, whether no more will come, and the ring. */
const HEAD = 0;
const COUNT = 1;
const STOPPED = 2;
const RING = 3;

export class JobQueue {
  readonly #share: QueueShare;
  readonly #words: Int32Array;
  readonly #mutex: Mutex;
  readonly #changed: Cond;

  private constructor(share: QueueShare) {
    this.#share = share;
    this.#words = new Int32Array(share.words);
    this.#mutex = Mutex.from(share.mutex);
    this.#changed = Cond.from(share.changed);
  }

  /** An empty queue for so many jobs. `room` is an eventfd that the caller owns: it tells that a full queue has room again. */
  static create(capacity: number, room: Fd): JobQueue {
    const words = new SharedArrayBuffer(4 * (RING + capacity));
    return new JobQueue({ words, mutex: Mutex.create().share(), changed: Cond.create().share(), room });
  }

  static from(share: QueueShare): JobQueue {
    return new JobQueue(share);
  }

  share(): QueueShare {
    return this.#share;
  }

  get capacity(): number {
    return this.#words.length - RING;
  }

  /** Without the mutex: only the main thread adds, so for that it is never wrong about room; and it hears of new room by the eventfd. */
  get full(): boolean {
    return this.#word(COUNT) === this.capacity;
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }

  /** Puts a job behind the last one; false when there is no room. The caller holds the mutex. */
  put(job: number): boolean {
    //#region 08.1
    // TODO 08.1: the ring begins at word RING and has `capacity` words; the jobs stand in it from HEAD on, COUNT of them, and go on at its
    //   beginning when they come to its end. Put the job into the first free word, and count it.
    if (this.full) return false;
    const at = (this.#word(HEAD) + this.#word(COUNT)) % this.capacity;
    this.#words[RING + at] = job;
    this.#words[COUNT] = this.#word(COUNT) + 1;
    return true;
    //#endregion
  }

  /** Takes the oldest job out; null when there is none. The caller holds the mutex. */
  get(): number | null {
    //#region 08.1
    // TODO 08.1: take the job at HEAD, move HEAD on to the next word of the ring, and count one job less.
    if (this.#word(COUNT) === 0) return null;
    const head = this.#word(HEAD);
    this.#words[HEAD] = (head + 1) % this.capacity;
    this.#words[COUNT] = this.#word(COUNT) - 1;
    return this.#word(RING + head);
    //#endregion
  }

  /** Gives a job to the threads, and wakes one of them. False when there is no room, or the queue has been stopped. */
  offer(job: number): boolean {
    //#region 08.2
    // TODO 08.2: lock, put, unlock, and signal when there is a new job. A stopped queue (STOPPED is 1) takes none.
    //   man: pthread_mutex_lock(3), pthread_cond_signal(3)
    this.#mutex.lock();
    const taken = this.#word(STOPPED) === 0 && this.put(job);
    this.#mutex.unlock();
    if (taken) this.#changed.signal();
    return taken;
    //#endregion
  }

  /** The oldest job; waits until there is one. Null when the queue has been stopped and no job is left. */
  take(): number | null {
    //#region 08.2
    // TODO 08.2: lock. As long as there is no job and the queue is not stopped, wait for a change; a wait may end although nothing has
    //   changed. Then get a job, which you call `job`.
    //   man: pthread_cond_wait(3)
    this.#mutex.lock();
    while (this.#word(COUNT) === 0 && this.#word(STOPPED) === 0) this.#changed.wait(this.#mutex);
    const job = this.get();
    //#endregion
    //#region 08.5 silent
    // TODO 08.5: this job made room in a full queue: tell the main thread, which sleeps in epoll_wait. eventfdWrite(this.#share.room)
    //   man: eventfd(2)
    if (job !== null && this.#word(COUNT) === this.capacity - 1) eventfdWrite(this.#share.room);
    //#endregion
    //#region 08.2
    // TODO 08.2: unlock, and return the job.
    this.#mutex.unlock();
    return job;
    //#endregion
  }

  /** No more jobs will come. Those that are there are still taken; then `take` returns null, in every thread. */
  stop(): void {
    //#region 08.6
    // TODO 08.6: set STOPPED, under the mutex, and wake every thread that waits.
    //   man: pthread_cond_broadcast(3)
    this.#mutex.lock();
    this.#words[STOPPED] = 1;
    this.#mutex.unlock();
    this.#changed.broadcast();
    //#endregion
  }
}
