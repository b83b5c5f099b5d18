import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ioUringProblem, mkfifo } from '#sys';
import { HAS_AIO } from '../aio/glibc.ts';
import { fixtureResult } from '../fixture.ts';

type Results = Readonly<Record<string, unknown>>;

describe('a signal whose handler runs while a call blocks', () => {
  const home = mkdtempSync(join(tmpdir(), 'sys-'));
  let plain: Results;
  let restarting: Results;

  beforeAll(async () => {
    // A FIFO each: opening it for writing ends the wait of the opening for reading.
    const run = (flags: string): Promise<Results> => {
      const fifo = join(home, flags);
      mkfifo(fifo);
      return fixtureResult<Results>('eintr', { args: [flags, fifo] });
    };
    [plain, restarting] = await Promise.all([run('none'), run('restart')]);
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const interrupted = { handled: 1, result: 'EINTR' };
  const rings = ioUringProblem() === null ? ['io_uring_enter', 'io_uring_enter with a time-out'] : [];
  const timedAio = HAS_AIO ? ['aio_suspend with a time-out'] : [];
  const always = ['select', 'poll', 'epoll_wait', 'nanosleep', ...timedAio, ...rings];
  const restartable = {
    accept: 'connection',
    read: 1,
    'read of a pipe': 1,
    'read of an eventfd': 'restarted',
    'read of a timerfd': 'restarted',
    recv: 1,
    recvfrom: 1,
    recvmsg: 1,
    readv: 1,
    write: 1 << 20,
    send: 1 << 20,
    sendmsg: 1 << 20,
    writev: 1 << 20,
    sendfile: 1 << 20,
    splice: 1,
    vmsplice: 1,
    preadv2: 1,
    flock: 0,
    'read of a signalfd': 'restarted',
    connect: 'restarted',
    waitpid: 7,
    'open of a FIFO': 'opened',
    ...(HAS_AIO ? { aio_suspend: true } : {}),
  };

  test.each([...Object.keys(restartable), ...always])('%s throws EINTR', (name) => {
    expect(plain[name]).toEqual(interrupted);
  });

  test.skipIf(rings.length === 0)('io_uring_enter that has submitted returns their number instead', () => {
    const submitted = { handled: 1, result: 1 };
    expect(plain['io_uring_enter that submits']).toEqual(submitted);
    expect(restarting['io_uring_enter that submits']).toEqual(submitted);
  });

  test.each(Object.entries(restartable))('%s goes on under SA_RESTART', (name, result) => {
    expect(restarting[name]).toEqual({ handled: 1, result });
  });

  test.each(always)('%s throws EINTR under SA_RESTART too', (name) => {
    expect(restarting[name]).toEqual(interrupted);
  });

  test('sigsuspend returns with and without SA_RESTART', () => {
    expect(plain['sigsuspend']).toEqual({ handled: 1, result: 'returned' });
    expect(restarting['sigsuspend']).toEqual({ handled: 1, result: 'returned' });
  });
});

describe('handlers, masks and timers', () => {
  const expected: Results = {
    'sigprocmask holds a signal until it is unblocked': ['pending SIGUSR2', 'handler', 'was blocked SIGUSR2'],
    'a held signal without a handler has its default action when unblocked': 'killed by SIGTERM',
    'a signal that has come has its default action when that is put back before its handler ran': 'killed by SIGUSR2',
    'it is forgotten when it is ignored from then on': 'survived, 0 runs',
    'it is forgotten when the default is to ignore it': 'survived, 0 runs',
    'a blocked one waits on, and has its default action when unblocked': 'killed by SIGUSR2',
    'an exception in a handler comes out of the interrupted call': 'from the handler',
    'a signal that comes before sigsuspend ends it at once': { runs: 1, blockedAgain: true },
    'sigsuspend loses none of 200 signals that race with it': { runs: 200 },
    'a handler is not entered again by its own signal, unless SA_NODEFER': { deferred: 1, nested: 3 },
    'SA_RESETHAND runs a handler once': 'killed by SIGUSR2',
    'sigaction and signal return the handler before': {
      first: 0,
      second: true,
      third: 1,
      refused: ['EINVAL', 'EINVAL'],
    },
    'select keeps the time that is left across EINTR': {
      result: 'EINTR',
      waited: true,
      notAll: true,
      setUnchanged: true,
    },
    'setitimer interrupts again and again, and alarm says what was left': { runs: true, left: true },
    'epoll_pwait lets a blocked signal in for its wait only': { result: 'EINTR', runs: 1, blocked: true },
    'wrong uses fail at once although handlers are installed': {
      'read of a write end': 'EBADF',
      'write to a read end': 'EBADF',
      'recv of a pipe': 'ENOTSOCK',
      'recv of a listener': 'ENOTCONN',
      'write to a listener': 'EPIPE',
      'accept of a connection': 'EINVAL',
      'write to an epoll instance': 'EINVAL',
      'read of a closed descriptor': 'EBADF',
    },
    'a signal that is looked for just before epoll_wait sleeps interrupts it': { results: ['EINTR'], runs: 256 },
    'a signal that its own handler sends comes when that has returned': { runs: 2, soon: true },
    'a handler that interrupts does so also when it runs inside another one': {
      result: 'EINTR',
      seen: ['inner', 'outer'],
    },
  };
  let results: Results;

  beforeAll(async () => {
    results = await fixtureResult<Results>('signals');
  });

  test.each(Object.keys(expected))('%s', (name) => {
    expect(results[name]).toEqual(expected[name]);
  });
});
