import { beforeAll, describe, expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';
import { withoutAio } from './glibc.ts';

const SI_ASYNCIO = -4;
const [CANCELED, ALLDONE] = [0, 2];
const TAKEN = expect.stringMatching(/^TypeError: aiocb must be one whose result was not taken yet/);

const expected: Readonly<Record<string, unknown>> = {
  'writes and reads a file at offsets, by a thread that was not there': {
    more: true,
    written: 10,
    file: '0123456789',
    suspended: true,
    got: [0, 7, '3456789'],
  },
  'is in progress until there is data, and its result is taken once': [
    true,
    'EINPROGRESS',
    false,
    true,
    5,
    'hello',
    TAKEN,
    TAKEN,
  ],
  'a bad descriptor is a result': ['EBADF', 'EBADF'],
  'cancels what no thread has begun': [CANCELED, 'ECANCELED', 'ECANCELED', ALLDONE, 5, 'EBADF'],
  'real-time signals tell which transfers have ended': {
    seen: [
      [SI_ASYNCIO, 1, true],
      [SI_ASYNCIO, 2, true],
      [SI_ASYNCIO, 3, true],
    ],
    results: [1, 1, 1],
  },
  'sigwaitinfo takes the signal of a transfer': [true, -7, SI_ASYNCIO, 4096],
  'memory that is unmapped meanwhile is used for nothing else': [4096, false],
  'a thousand transfers at once each have their own memory': [true, 0],
  'a child of fork is told that the threads are not here': [0, 5],
  'wrong arguments': [
    expect.stringMatching(/^TypeError: buffer must be memory of mmap/),
    expect.stringMatching(/^RangeError: offset must be/),
    expect.stringMatching(/^RangeError: sigevent.notify must be SIGEV_NONE or/),
    expect.stringMatching(/^RangeError: sigevent.signo must be another/),
    expect.stringMatching(/^TypeError: sigevent.signo must be an integer/),
    expect.stringMatching(/^TypeError: aiocb must be an Aiocb/),
    expect.stringMatching(/^TypeError: list must be an array/),
  ],
  'a handler interrupts the wait for a transfer that goes on': ['EINTR', true, 5],
};

describe.skipIf(withoutAio('aio'))('aio', () => {
  let results: Readonly<Record<string, unknown>>;
  beforeAll(async () => {
    results = await fixtureResult('aio');
  });

  test.each(Object.keys(expected))('%s', (name) => {
    expect(results[name]).toEqual(expected[name]);
  });
});
