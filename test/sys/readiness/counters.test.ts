import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, fdinfo, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const readable = (fd: number, timeout = 0) => sys.poll([{ fd, events: sys.POLLIN }], timeout)[0] === sys.POLLIN;

describe('eventfd', () => {
  test('returns the sum of the writes in one read', () => {
    const fd = opened.add(sys.eventfd(2, sys.EFD_NONBLOCK));
    expect(sys.eventfdWrite(fd)).toBe(8);
    expect(sys.eventfdWrite(fd, 2n ** 40n)).toBe(8);
    expect(BigInt(`0x${fdinfo(fd, 'eventfd-count')}`)).toBe(2n ** 40n + 3n);
    expect(sys.eventfdRead(fd)).toBe(2n ** 40n + 3n);
    expect(sys.eventfdRead(fd)).toBeNull();
  });

  test('returns 1 at a time as a semaphore', () => {
    const fd = opened.add(sys.eventfd(2, sys.EFD_NONBLOCK | sys.EFD_SEMAPHORE));
    expect([1, 2, 3].map(() => sys.eventfdRead(fd))).toEqual([1n, 1n, null]);
  });

  test('returns null when the count would overflow, and refuses invalid counts', () => {
    const fd = opened.add(sys.eventfd(0, sys.EFD_NONBLOCK));
    expect(sys.eventfdWrite(fd, 2n ** 64n - 2n)).toBe(8);
    expect(sys.eventfdWrite(fd, 1)).toBeNull();
    for (const value of [-1, 1.5, 2n ** 64n - 1n]) expect(() => sys.eventfdWrite(fd, value)).toThrow(/^value must be/);
  });
});

describe('timerfd', () => {
  test('expires once, not before its time', () => {
    const fd = opened.add(sys.timerfdCreate(sys.CLOCK_MONOTONIC, sys.TFD_NONBLOCK));
    expect(sys.timerfdRead(fd)).toBeNull();
    const began = performance.now();
    sys.timerfdSettime(fd, { value: 20 });
    expect(readable(fd, 20_000)).toBe(true);
    expect(performance.now() - began).toBeGreaterThanOrEqual(19.9);
    expect(sys.timerfdRead(fd)).toBe(1n);
    expect(sys.timerfdGettime(fd)).toEqual({ value: 0, interval: 0 });
  });

  test('counts the expirations of an interval until it is read', () => {
    const fd = opened.add(sys.timerfdCreate(sys.CLOCK_MONOTONIC));
    sys.timerfdSettime(fd, { value: 1, interval: 1_000_000n });
    const end = performance.now() + 10;
    while (performance.now() < end);
    expect(sys.timerfdRead(fd)).toBeGreaterThanOrEqual(9n);
    expect(sys.timerfdGettime(fd).interval).toBe(1);
  });

  test('takes nanoseconds, returns the previous setting, and is disarmed by 0', () => {
    const fd = opened.add(sys.timerfdCreate(sys.CLOCK_REALTIME, sys.TFD_NONBLOCK));
    sys.timerfdSettime(fd, { value: 3_600_000_000_000n, interval: 250.5 });
    const before = sys.timerfdSettime(fd, { value: 0 });
    expect(before.interval).toBe(250.5);
    expect(before.value).toBeGreaterThan(3_500_000);
    expect(before.value).toBeLessThanOrEqual(3_600_000);
    expect(sys.timerfdGettime(fd).value).toBe(0);
  });

  test('with TFD_TIMER_ABSTIME expires at once for a time in the past', () => {
    const fd = opened.add(sys.timerfdCreate(sys.CLOCK_MONOTONIC));
    sys.timerfdSettime(fd, { value: 1 }, sys.TFD_TIMER_ABSTIME);
    expect(sys.timerfdRead(fd)).toBe(1n);
  });

  test('refuses invalid times', () => {
    const fd = opened.add(sys.timerfdCreate(sys.CLOCK_MONOTONIC));
    for (const value of [-1, Number.NaN, -5n])
      expect(() => sys.timerfdSettime(fd, { value })).toThrow(/^value must be/);
    expectFailure('EINVAL', () => sys.timerfdCreate(99));
  });
});
