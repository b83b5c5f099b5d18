import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { Mutex, startThread } from '#sys';
import { fixtureResult, runFixture } from '../fixture.ts';

describe.concurrent('threads of a main thread that only makes system calls', () => {
  test('4 share a mutex, a condition and a queue, lose nothing, and are joined and gone', async () => {
    const result = await fixtureResult<{ during: number }>('threads', { args: ['queue'] });
    expect(result).toMatchObject({ lost: 0, counted: 2000, queued: 0, ended: true });
    expect(result.during).toBeGreaterThanOrEqual(4);
  });

  test('are joined with the status that they returned or exited with, once', async () => {
    expect(await fixtureResult('threads', { args: ['statuses'], fromSource: true })).toEqual({
      statuses: [37, 5],
      again: expect.stringMatching(/has been joined already/),
    });
  });

  test('start and use the layer while main blocks in read', async () => {
    expect(await fixtureResult('threads', { args: ['layer'] })).toEqual({ said: 'TO UPPER CASE', ownTid: true });
  });

  test('let main handle signals in cond.wait, without the mutex, and in join', async () => {
    expect(await fixtureResult('threads', { args: ['signal-in-wait'] })).toEqual({
      handled: 1,
      lockedInHandler: true,
      statuses: [0],
    });
    expect(await fixtureResult('threads', { args: ['signal-in-join'] })).toEqual({ statuses: [0] });
  });
});

describe('a thread under handlers', () => {
  test('loses no signal of a condition at the end of a slice of its wait', async () => {
    expect(await fixtureResult('threads', { args: ['slices'] })).toEqual({ lost: 0 });
  });

  test('sleeps in join, and does not look again and again', async () => {
    const { status, wakes } = await fixtureResult<{ status: number; wakes: number }>('threads', {
      args: ['quiet-join'],
    });
    expect(status).toBe(8);
    expect(wakes).toBeLessThan(50); // in 1.5 s, and while the thread goes; once every 20 ms would be 75
  });
});

test('fork is refused while threads run, and possible when they have been joined', async () => {
  expect(await fixtureResult('threads', { args: ['fork'] })).toEqual({
    refused: expect.stringMatching(/^Error: fork: 2 threads are running, and a mutex that one of them holds/),
    afterwards: 4,
  });
});

test.skipIf(!readableByAll(import.meta.dirname))('startThread throws EAGAIN at the limit of threads', async () => {
  const { refused, started } = await fixtureResult<{ refused: string; started: number }>('threads', {
    args: ['limit'],
  });
  expect(refused).toBe('EAGAIN');
  expect(started).toBeLessThan(40);
});

/** Whether another user may read what is in `folder`. */
function readableByAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o005) !== 0o005) {
      process.stderr.write(`the limit of threads: skipped, other users may not read ${at}\n`);
      return false;
    }
    if (at === dirname(at)) return true;
  }
}

describe.concurrent('the end of a process with threads that sleep', () => {
  test('comes with main, whose status it has', async () => {
    expect(await runFixture('threads', { args: ['main-ends'] })).toMatchObject({ status: 3, signal: null });
  });

  test('comes with an exception in main, which is printed', async () => {
    const run = await runFixture('threads', { args: ['main-throws'] });
    expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining('Error: main dies') });
  });

  test('comes with an exception in a thread, which is printed', async () => {
    const run = await runFixture('threads', { args: ['throw'], fromSource: true });
    expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining('Error: nobody catches this') });
  });
});

test.concurrent('mutexes and conditions refuse what pthreads forbid, and what is none', async () => {
  const garbage = 'TypeError: shared must be the result of share() of a Mutex';
  expect(await fixtureResult('threads', { args: ['mutex'] })).toEqual({
    unlockFree: 'EPERM',
    relock: 'EDEADLK',
    tryHeld: false,
    timedOut: false,
    waitUnheld: 'EPERM',
    garbage: [garbage, garbage, garbage, garbage, garbage],
    swapped: 'TypeError: mutex must be a Mutex, not an object',
    elsewhere: { tryLock: false, unlock: 'EPERM' },
    holder: 0,
  });
});

test('a mutex is free again after with, also when what it calls throws', () => {
  const mutex = Mutex.create();
  expect(mutex.with(() => [mutex.tryLock(), 'result'])).toEqual([false, 'result']);
  expect(() =>
    mutex.with(() => {
      throw new Error('under the mutex');
    }),
  ).toThrow('under the mutex');
  expect(mutex.tryLock()).toBe(true);
});

test('startThread refuses an entry that is not a file', () => {
  for (const entry of ['./relative.ts', 'http://example.com/x.ts', new URL('http://example.com/x.ts'), 5, null]) {
    expect(() => startThread(entry as string)).toThrow(/^entry must be a file URL/);
  }
});
