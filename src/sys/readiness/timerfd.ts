import { TFD_NONBLOCK } from '../constants.ts';
import { checkFd, checkFlags, checkInt, type Fd, wrong } from '../core/check.ts';
import { bind } from '../core/ffi.ts';
import { check, fail } from '../core/result.ts';
import { read } from '../io/io.ts';
import { noteNonblocking } from '../signals/nonblocking.ts';

const cCreate = bind('int timerfd_create(int clockid, int flags)');
const cSettime = bind('int timerfd_settime(int fd, int flags, const void *new_value, void *old_value)');
const cGettime = bind('int timerfd_gettime(int fd, void *curr_value)');

/** A time: milliseconds as a number, or nanoseconds as a bigint. */
export type Duration = number | bigint;

/** The time to the first expiration, and the interval of later ones. A value of 0 disarms the timer; without an interval it expires once. */
export interface TimerSetting {
  readonly value: Duration;
  readonly interval?: Duration;
}

/** A timer's state, in ms. */
export interface TimerState {
  /** Until the next expiration, 0 when disarmed. */
  readonly value: number;
  readonly interval: number;
}

/**
 * `int timerfd_create(int clockid, int flags)`
 *
 * Creates a timer that can be polled: readable once it has expired. The caller owns the descriptor. CLOCK_MONOTONIC or
 * CLOCK_REALTIME; TFD_NONBLOCK, TFD_CLOEXEC. timerfd_create(2)
 */
export function timerfdCreate(clock: number, flags = 0): Fd {
  checkInt(clock, 'clock');
  checkFlags(flags);
  const fd = cCreate(clock, flags);
  if (fd < 0) fail('timerfd_create');
  noteNonblocking(fd, (flags & TFD_NONBLOCK) !== 0);
  return fd;
}

/**
 * `int timerfd_settime(int fd, int flags, const struct itimerspec *new_value, struct itimerspec *old_value)`
 *
 * Arms the timer, or disarms it with a value of 0. With TFD_TIMER_ABSTIME the value is a point in time of its clock.
 * Resets the count of unread expirations. Returns the previous setting. timerfd_settime(2)
 */
export function timerfdSettime(fd: Fd, setting: TimerSetting, flags = 0): TimerState {
  checkFd(fd);
  if (setting === null || typeof setting !== 'object') wrong('setting', setting, 'an object like { value, interval }');
  checkFlags(flags);
  const bytes = Buffer.alloc(32);
  writeTimespec(bytes, 0, setting.interval ?? 0, 'interval');
  writeTimespec(bytes, 16, setting.value, 'value');
  const old = Buffer.alloc(32);
  check(cSettime(fd, flags, bytes, old), 'timerfd_settime');
  return decode(old);
}

/** `int timerfd_gettime(int fd, struct itimerspec *curr_value)`: the remaining time, and the interval. timerfd_gettime(2) */
export function timerfdGettime(fd: Fd): TimerState {
  checkFd(fd);
  const bytes = Buffer.alloc(32);
  check(cGettime(fd, bytes), 'timerfd_gettime');
  return decode(bytes);
}

/**
 * `read(2)` of a timer: returns the number of expirations since the last read, and waits for the first one; `null` when a
 * non-blocking timer has not expired. Until it is read, epoll reports it as ready each time. timerfd_create(2)
 */
export function timerfdRead(fd: Fd): bigint | null {
  const count = Buffer.alloc(8);
  return read(fd, count) === null ? null : count.readBigUInt64LE(0);
}

const NS_PER_MS = 1_000_000;
const NS_PER_S = 1_000_000_000n;
const MAX_NS = 2n ** 63n - 1n;

function writeTimespec(bytes: Buffer, at: number, duration: Duration, name: string): void {
  const ns = typeof duration === 'bigint' ? duration : fromMs(duration, name);
  if (ns < 0n || ns > MAX_NS) wrong(name, duration, 'a time from 0 on');
  bytes.writeBigInt64LE(ns / NS_PER_S, at);
  bytes.writeBigInt64LE(ns % NS_PER_S, at + 8);
}

function fromMs(ms: number, name: string): bigint {
  if (!Number.isFinite(ms)) wrong(name, ms, 'milliseconds as a number, or nanoseconds as a bigint');
  return BigInt(Math.round(ms * NS_PER_MS));
}

function decode(bytes: Buffer): TimerState {
  const ms = (at: number) => Number(bytes.readBigInt64LE(at)) * 1000 + Number(bytes.readBigInt64LE(at + 8)) / NS_PER_MS;
  return { interval: ms(0), value: ms(16) };
}
