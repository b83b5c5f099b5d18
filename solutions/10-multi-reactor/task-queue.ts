/** Tasks for a loop, from any thread: a ring, a mutex, and an eventfd that the loop watches. */
import { Channel, type EventLoop } from '#reactor';
import { Cond, EFD_CLOEXEC, EFD_NONBLOCK, eventfd, eventfdRead, eventfdWrite, type Fd, Mutex } from '#sys';
import { Ring } from './ring.ts';
import type { Task } from './tasks.ts';

/** The parts of a queue that another thread needs to use it. */
export interface QueueShare {
  readonly ring: SharedArrayBuffer;
  readonly mutex: SharedArrayBuffer;
  readonly room: SharedArrayBuffer;
  readonly wake: Fd;
}

export class TaskQueue {
  readonly #share: QueueShare;
  readonly #ring: Ring;
  readonly #mutex: Mutex;
  /** Signalled when a full ring has room again. */
  readonly #room: Cond;
  readonly #wake: Fd;

  private constructor(share: QueueShare) {
    this.#share = share;
    this.#ring = new Ring(share.ring);
    this.#mutex = Mutex.from(share.mutex);
    this.#room = Cond.from(share.room);
    this.#wake = share.wake;
  }

  static create(capacity: number): TaskQueue {
    const wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const [mutex, room] = [Mutex.create().share(), Cond.create().share()];
    return new TaskQueue({ ring: Ring.memoryFor(capacity), mutex, room, wake });
  }

  static from(share: QueueShare): TaskQueue {
    return new TaskQueue(share);
  }

  share(): QueueShare {
    return this.#share;
  }

  /** Adds a task, and waits for room while the ring is full. The owner posts to itself only where there is room. */
  post(task: Task): void {
    //#region 10.1
    // TODO 10.1: put the task into the ring under the mutex, then wake the loop.
    //   - while the ring is full, wait for #room; look again after each wait
    //   - whoever posts, from whichever thread: the loop may sleep in epoll_wait
    //   man: pthread_cond_wait(3), eventfd(2)
    this.#mutex.with(() => {
      while (!this.#ring.put(task)) this.#room.wait(this.#mutex);
    });
    eventfdWrite(this.#wake);
    //#endregion
  }

  /** Runs all tasks that are there. */
  #drain(run: (task: Task) => void): void {
    //#region 10.1
    // TODO 10.1: take all tasks out of the ring under the mutex, and run them when it is unlocked.
    //   - read the eventfd first: one wake-up may stand for many tasks. Read later, it would
    //     swallow the wake-up of a task that has come in between
    //   - the ring has room now: wake all that wait for it
    //   - a task may post to this queue, or compute for a long time
    eventfdRead(this.#wake);
    const tasks: Task[] = [];
    this.#mutex.with(() => {
      for (let task = this.#ring.get(); task !== null; task = this.#ring.get()) tasks.push(task);
    });
    this.#room.broadcast();
    for (const task of tasks) run(task);
    //#endregion
  }

  /** Lets a loop run the tasks. The channel that it returns is to be removed before the loop is closed. */
  attach(loop: EventLoop, run: (task: Task) => void): Channel {
    const channel = new Channel(loop.poller, this.#wake);
    channel.onReadable = () => this.#drain(run);
    channel.setReading(true);
    return channel;
  }
}
