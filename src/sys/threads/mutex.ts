import { checkInt, wrong } from '../core/check.ts';
import { bind, bindQuietly } from '../core/ffi.ts';
import { EBUSY, ETIMEDOUT, SystemError } from '../errors.ts';
import { deliver, handling, signalsWait } from '../signals/pending.ts';

/**
 * libc's mutexes and condition variables, in memory that all threads of the process share.
 * They return an error number where system calls set errno.
 */
const cMutexLock = bind('int pthread_mutex_lock(void *mutex)');
const cMutexTrylock = bind('int pthread_mutex_trylock(void *mutex)');
const cMutexTimedlock = bind('int pthread_mutex_timedlock(void *mutex, const void *abstime)', 'pthread_mutex_lock');
const cMutexUnlock = bind('int pthread_mutex_unlock(void *mutex)');
const cCondWait = bind('int pthread_cond_wait(void *cond, void *mutex)');
const cCondTimedwait = bind('int pthread_cond_timedwait(void *cond, void *mutex, const void *abstime)');
const cCondSignal = bind('int pthread_cond_signal(void *cond)');
const cCondBroadcast = bind('int pthread_cond_broadcast(void *cond)');
const mutexattrInit = bindQuietly('int pthread_mutexattr_init(void *attr)');
const mutexattrSettype = bindQuietly('int pthread_mutexattr_settype(void *attr, int type)');
const mutexInit = bindQuietly('int pthread_mutex_init(void *mutex, const void *attr)');
const condattrInit = bindQuietly('int pthread_condattr_init(void *attr)');
const condattrSetclock = bindQuietly('int pthread_condattr_setclock(void *attr, int clock)');
const condInit = bindQuietly('int pthread_cond_init(void *cond, const void *attr)');
const clockGettime = bindQuietly('int clock_gettime(int clock, void *time)');

const PTHREAD_MUTEX_ERRORCHECK = 2;
const REALTIME = 0; // the clock of pthread_mutex_timedlock
const MONOTONIC = 1;

/** pthread_mutex_t and pthread_cond_t have at most 48 bytes; a word before them identifies the type. */
const OBJECT_BYTES = 64;
const MAGIC_BYTES = 16;
const MUTEX_MAGIC = 0x6d757478;
const COND_MAGIC = 0x636f6e64;

/** The interval at which a wait checks for signals while handlers are installed. */
const SLICE_MS = 10;

type Shared = SharedArrayBuffer;

function create(magic: number, init: (object: Uint8Array, attributes: Uint8Array) => number): Shared {
  const shared = new SharedArrayBuffer(MAGIC_BYTES + OBJECT_BYTES);
  const error = init(objectIn(shared), new Uint8Array(OBJECT_BYTES));
  if (error !== 0) throw new SystemError('pthread_init', error);
  new Int32Array(shared)[0] = magic;
  return shared;
}

const objectIn = (shared: Shared): Uint8Array => new Uint8Array(shared, MAGIC_BYTES, OBJECT_BYTES);

function checkShared(shared: Shared, magic: number, what: string): void {
  if (!(shared instanceof SharedArrayBuffer) || shared.byteLength !== MAGIC_BYTES + OBJECT_BYTES) {
    wrong('shared', shared, `the result of share() of a ${what}`);
  }
  if (new Int32Array(shared)[0] !== magic) wrong('shared', shared, `the result of share() of a ${what}`);
}

/** A struct timespec for a time `milliseconds` from now. */
function deadline(clock: number, milliseconds: number): Buffer {
  const time = Buffer.alloc(16);
  clockGettime(clock, time);
  const ns = time.readBigInt64LE(8) + BigInt(Math.ceil(milliseconds * 1e6));
  time.writeBigInt64LE(time.readBigInt64LE(0) + ns / 1_000_000_000n, 0);
  time.writeBigInt64LE(ns % 1_000_000_000n, 8);
  return time;
}

function succeed(error: number, name: string): void {
  if (error !== 0) throw new SystemError(name, error);
}

/** The bytes of a mutex, for the condition variables that unlock it. */
let memoryOf: (mutex: Mutex) => Uint8Array;

/**
 * `pthread_mutex_t` with error checking: one thread at a time holds it. Create it with `Mutex.create()`, pass
 * `mutex.share()` to other threads as data, and get it there with `Mutex.from(shared)`.
 */
export class Mutex {
  readonly #shared: Shared;
  readonly #object: Uint8Array;

  private constructor(shared: Shared) {
    checkShared(shared, MUTEX_MAGIC, 'Mutex');
    this.#shared = shared;
    this.#object = objectIn(shared);
  }

  /** `int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attr)` */
  static create(): Mutex {
    return new Mutex(
      create(MUTEX_MAGIC, (mutex, attributes) => {
        mutexattrInit(attributes);
        mutexattrSettype(attributes, PTHREAD_MUTEX_ERRORCHECK);
        return mutexInit(mutex, attributes);
      }),
    );
  }

  /** The mutex that another thread shared. Throws TypeError for anything else. */
  static from(shared: Shared): Mutex {
    return new Mutex(shared);
  }

  /** The shared memory to pass to another thread of this process. */
  share(): Shared {
    return this.#shared;
  }

  /** `int pthread_mutex_lock(…)`: waits until the mutex is free, and takes it. Throws EDEADLK when this thread holds it. pthread_mutex_lock(3) */
  lock(): void {
    if (!handling) succeed(cMutexLock(this.#object), 'pthread_mutex_lock');
    else this.#lockUnderHandlers();
  }

  #lockUnderHandlers(): void {
    for (;;) {
      deliver();
      const error = cMutexTimedlock(this.#object, deadline(REALTIME, SLICE_MS));
      if (error === ETIMEDOUT) continue;
      succeed(error, 'pthread_mutex_lock');
      return;
    }
  }

  /** `int pthread_mutex_trylock(…)`: takes the mutex if it is free; returns whether it did. pthread_mutex_lock(3) */
  tryLock(): boolean {
    const error = cMutexTrylock(this.#object);
    if (error === EBUSY) return false;
    succeed(error, 'pthread_mutex_trylock');
    return true;
  }

  /** `int pthread_mutex_unlock(…)`: releases the mutex. Throws EPERM when this thread does not hold it. pthread_mutex_lock(3) */
  unlock(): void {
    succeed(cMutexUnlock(this.#object), 'pthread_mutex_unlock');
  }

  /** Calls `act` with the mutex locked, and unlocks it also when `act` throws: std::lock_guard in C++. Returns what `act` returns. */
  with<T>(act: () => T): T {
    this.lock();
    try {
      return act();
    } finally {
      this.unlock();
    }
  }

  static {
    memoryOf = (mutex) => (mutex instanceof Mutex ? mutex.#object : wrong('mutex', mutex, 'a Mutex'));
  }
}

/**
 * `pthread_cond_t`: threads sleep on it until another thread signals a change. Use it with a mutex and in a loop,
 * `while (!ready) cond.wait(mutex)`: a wait may return without a signal.
 */
export class Cond {
  readonly #shared: Shared;
  readonly #object: Uint8Array;

  private constructor(shared: Shared) {
    checkShared(shared, COND_MAGIC, 'Cond');
    this.#shared = shared;
    this.#object = objectIn(shared);
  }

  /** `int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attr)` */
  static create(): Cond {
    return new Cond(
      create(COND_MAGIC, (cond, attributes) => {
        condattrInit(attributes);
        condattrSetclock(attributes, MONOTONIC);
        return condInit(cond, attributes);
      }),
    );
  }

  /** The condition variable that another thread shared. Throws TypeError for anything else. */
  static from(shared: Shared): Cond {
    return new Cond(shared);
  }

  /** The shared memory to pass to another thread of this process. */
  share(): Shared {
    return this.#shared;
  }

  /**
   * `int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)`
   *
   * Unlocks the mutex and sleeps, in one step; holds it again on return. Signal handlers run meanwhile,
   * without the mutex, and then it returns; where handlers are installed it also returns every 10 ms. Throws EPERM when this
   * thread does not hold the mutex. pthread_cond_wait(3)
   */
  wait(mutex: Mutex): void {
    this.#wait(mutex, Number.POSITIVE_INFINITY);
  }

  /** `int pthread_cond_timedwait(…)`: as `wait`, at most `milliseconds`. Returns false after the time-out. pthread_cond_wait(3) */
  timedWait(mutex: Mutex, milliseconds: number): boolean {
    checkInt(milliseconds, 'milliseconds', 0);
    return this.#wait(mutex, milliseconds);
  }

  #wait(mutex: Mutex, milliseconds: number): boolean {
    const memory = memoryOf(mutex);
    if (handling && signalsWait()) {
      mutex.unlock();
      try {
        deliver();
      } finally {
        mutex.lock();
      }
      return true;
    }
    const slice = handling ? Math.min(milliseconds, SLICE_MS) : milliseconds;
    const error =
      slice === Number.POSITIVE_INFINITY
        ? cCondWait(this.#object, memory)
        : cCondTimedwait(this.#object, memory, deadline(MONOTONIC, slice));
    // A wait that times out may have taken the signal of another thread: after a slice the caller must look for itself.
    if (error === ETIMEDOUT) return slice < milliseconds;
    succeed(error, 'pthread_cond_wait');
    return true;
  }

  /** `int pthread_cond_signal(…)`: wakes one of the waiting threads, if there are any. pthread_cond_signal(3) */
  signal(): void {
    succeed(cCondSignal(this.#object), 'pthread_cond_signal');
  }

  /** `int pthread_cond_broadcast(…)`: wakes all waiting threads. pthread_cond_broadcast(3) */
  broadcast(): void {
    succeed(cCondBroadcast(this.#object), 'pthread_cond_broadcast');
  }
}
