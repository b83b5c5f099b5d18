/** A bounded queue of jobs between threads: a ring of numbers in shared memory, a mutex, and a condition. */
import { todo } from '#program';
import { Cond, eventfdWrite, type Fd, Mutex } from '#sys';

/** The parts of a queue that another thread needs to use it. */
export interface QueueShare {
  readonly words: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly changed: SharedArrayBuffer;
  readonly room: Fd;
}

/** Indices of words in the shared memory: the place of the oldest job, the number of jobs, the stop flag, the ring. */
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

  /** Makes an empty queue for `capacity` jobs. `room` is the caller's eventfd, written when a full queue has room again. */
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

  /** Read without the mutex: only the main thread adds jobs, so for it "not full" stays true; the eventfd reports new room. */
  get full(): boolean {
    return this.#word(COUNT) === this.capacity;
  }

  #word(index: number): number {
    return this.#words[index] as number;
  }

  /** Puts a job behind the last one; false when there is no room. The caller holds the mutex. */
  put(job: number): boolean {
    //#region 08.1
    // TODO 08.1: put the job into the first free word of the ring, and count it in COUNT.
    //   - the ring is the `capacity` words from RING on; HEAD is the place of the oldest job in it
    //   - after the last word of the ring comes the first one again
    //   - keep all state in #words: a field of this object exists in one thread only
    todo('08.1', 'put the job into the first free word of the ring, and count it in COUNT');
    //#endregion
  }

  /** Takes the oldest job out; null when there is none. The caller holds the mutex. */
  get(): number | null {
    //#region 08.1
    // TODO 08.1: take the job at HEAD out of the ring: move HEAD on and reduce COUNT by one.
    //   - return null, not 0, when the queue is empty: 0 is a job
    todo('08.1', 'take the job at HEAD out of the ring: move HEAD on and reduce COUNT by one');
    //#endregion
  }

  /** Adds a job and wakes one thread. False when the queue is full or has been stopped. */
  offer(job: number): boolean {
    //#region 08.2
    // TODO 08.2: put the job under the mutex, and signal for each job that was put.
    //   - the mutex is unlocked in every case: `this.#mutex.with(() => …)`, or unlock in `finally`
    //   - return false, without a signal, when the queue is full or STOPPED is 1
    //   man: pthread_mutex_lock(3), pthread_cond_signal(3)
    todo('08.2', 'put the job under the mutex, and signal for each job that was put');
    //#endregion
  }

  /** Takes the oldest job, and waits until there is one. Null when the queue has been stopped and no job is left. */
  take(): number | null {
    return this.#mutex.with(() => {
      //#region 08.2
      // TODO 08.2: wait until there is a job or STOPPED is 1, and get `const job`.
      //   - look again after each wait: it may end without a signal, or another thread took the job
      //   - a stopped queue still gives out the jobs that are left
      //   man: pthread_cond_wait(3)
      todo('08.2', 'wait until there is a job or STOPPED is 1, and get `const job`');
      //#endregion
      //#region 08.5 silent
      // TODO 08.5: when this job made room in a full queue, write to the eventfd this.#share.room.
      //   - the main thread sleeps in epoll_wait, so a condition would not wake it
      //   man: eventfd(2)
      //#endregion
      //#region 08.2
      // TODO 08.2: return the job.
      todo('08.2', 'return the job');
      //#endregion
    });
  }

  /** Stops the queue: it accepts no more jobs. Jobs that are left are still taken; then `take` returns null in every thread. */
  stop(): void {
    //#region 08.6
    // TODO 08.6: set STOPPED under the mutex, and wake all threads that wait.
    //   - without the mutex, a thread between its look and its sleep misses the broadcast
    //   man: pthread_cond_broadcast(3)
    todo('08.6', 'set STOPPED under the mutex, and wake all threads that wait');
    //#endregion
  }
}
