import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import process from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

describe('limits', () => {
  test('getrlimit and setrlimit agree with /proc/self/limits', () => {
    const before = sys.getrlimit(sys.RLIMIT_NOFILE);
    sys.setrlimit(sys.RLIMIT_NOFILE, { soft: before.soft - 1, hard: before.hard });
    try {
      expect(readFileSync('/proc/self/limits', 'utf8')).toMatch(
        new RegExp(`^Max open files +${before.soft - 1} `, 'm'),
      );
    } finally {
      sys.setrlimit(sys.RLIMIT_NOFILE, before);
    }
    expect(sys.getrlimit(sys.RLIMIT_NOFILE)).toEqual(before);
  });

  test('prlimit reads the limits of another process, and RLIM_INFINITY is Infinity', () => {
    expect(sys.prlimit(process.ppid, sys.RLIMIT_NOFILE).hard).toBeGreaterThan(0);
    expect(sys.prlimit(0, sys.RLIMIT_CPU).soft).toBe(sys.RLIM_INFINITY);
    expectFailure('ESRCH', () => sys.prlimit(2 ** 30, sys.RLIMIT_NOFILE));
    expectFailure('EINVAL', () => sys.setrlimit(sys.RLIMIT_NOFILE, { soft: 2, hard: 1 }));
  });
});

describe('prctl', () => {
  test('names the thread, with at most 15 bytes', () => {
    const before = sys.prctl(sys.PR_GET_NAME);
    sys.prctl(sys.PR_SET_NAME, 'fünfzehn bytes');
    expect(sys.prctl(sys.PR_GET_NAME)).toBe('fünfzehn bytes');
    expect(readFileSync('/proc/thread-self/comm', 'utf8')).toBe('fünfzehn bytes\n');
    sys.prctl(sys.PR_SET_NAME, before);
    expect(() => sys.prctl(sys.PR_SET_NAME, 'sixteen bytes ok')).toThrow(/at most 15 bytes/);
  });

  test('sets and reads the subreaper flag and the death signal', () => {
    for (const [set, get, value] of [
      [sys.PR_SET_CHILD_SUBREAPER, sys.PR_GET_CHILD_SUBREAPER, 1],
      [sys.PR_SET_PDEATHSIG, sys.PR_GET_PDEATHSIG, sys.SIGUSR2],
    ] as const) {
      sys.prctl(set, value);
      expect(sys.prctl(get)).toBe(value);
      sys.prctl(set, 0);
      expect(sys.prctl(get)).toBe(0);
    }
  });

  test('sets and reads the dumpable flag', () => {
    expect(sys.prctl(sys.PR_GET_DUMPABLE)).toBe(1);
    sys.prctl(sys.PR_SET_DUMPABLE, 0);
    expect(sys.prctl(sys.PR_GET_DUMPABLE)).toBe(0);
    sys.prctl(sys.PR_SET_DUMPABLE, 1);
  });

  test('refuses options that would write to an address', () => {
    const PR_GET_TSC = 25;
    expect(() => sys.prctl(PR_GET_TSC, 0x400000)).toThrow(/^option must be/);
  });
});

describe('pidfd', () => {
  test('is readable once the process has ended by the signal sent through it', async () => {
    const child = spawn('sleep', ['100']);
    const ended = once(child, 'exit');
    const pidfd = opened.add(sys.pidfdOpen(child.pid ?? 0));
    expect(sys.poll([{ fd: pidfd, events: sys.POLLIN }], 0)).toEqual([0]);
    sys.pidfdSendSignal(pidfd, 0);
    sys.pidfdSendSignal(pidfd, sys.SIGTERM);
    expect(await ended).toEqual([null, 'SIGTERM']);
    expect(sys.poll([{ fd: pidfd, events: sys.POLLIN }], 20_000)[0]).not.toBe(0);
    expectFailure('ESRCH', () => sys.pidfdSendSignal(pidfd, 0));
  });

  test('duplicates a descriptor of another process', async () => {
    const child = spawn('sleep', ['100'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(child, 'exit');
    try {
      const pidfd = opened.add(sys.pidfdOpen(child.pid ?? 0));
      const copy = opened.add(sys.pidfdGetfd(pidfd, 0));
      expect(readlinkSync(`/proc/self/fd/${copy}`)).toBe(readlinkSync(`/proc/${child.pid}/fd/0`));
      expectFailure('EBADF', () => sys.pidfdGetfd(pidfd, 15_000));
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
    expectFailure('ESRCH', () => sys.pidfdOpen(2 ** 30));
  });
});

test('getpid, getppid, gettid and getpgid agree with /proc', () => {
  const [, parent, group] = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ').map(Number) ?? [];
  expect(sys.getpid()).toBe(process.pid);
  expect(sys.getppid()).toBe(parent);
  expect(sys.getpgid(0)).toBe(group);
  expect(readlinkSync('/proc/thread-self')).toBe(`${sys.getpid()}/task/${sys.gettid()}`);
});

test('fork refuses a Node with helper threads, and names the options that it needs', () => {
  expect(() => sys.fork()).toThrow(/Node was started without --single-threaded/);
});
