import { beforeAll, expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

const SI_QUEUE = -1;

const expected: Readonly<Record<string, unknown>> = {
  'a handler learns who sent its signal': { result: 'EINTR', code: 0, fromSender: true, uid: true },
  'a handler of SIGCHLD learns which child ended, and how': [
    [1, true, 9],
    [2, true, 9],
  ],
  'real-time signals queue, standard ones do not': [
    [-24, 1],
    [1, 1],
    [1, 2],
    [1, -3],
    [2, 1],
    [2, 2],
    [2, -3],
  ],
  '3,000 real-time signals to a process that computes are all handled, in order': { count: 3000, inOrder: true },
  'sigwaitinfo takes a pending signal, whose handler then does not run': {
    taken: [
      [10, null],
      [35, 5],
      [35, 6],
    ],
    runs: 0,
  },
  'sigwaitinfo sleeps until a signal comes': { fromSender: true, value: 7, code: SI_QUEUE },
  'sigtimedwait gives up, and says so': [null, null],
  'sigtimedwait is interrupted by the handler of another signal': 'EINTR',
  'sigwaitinfo loses none of 300 signals from another process': true,
  'a call that finds what it wants succeeds although a handler runs, and one that would sleep is interrupted': {
    rounds: [
      [1, 1, 1],
      [1, 1, 1],
    ],
    runs: 6,
  },
  'SIGSTKFLT is the layer’s own': { sigaction: 'EINVAL', slept: 'slept', blocked: [] },
};

let results: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  results = await fixtureResult('siginfo');
});

test.each(Object.keys(expected))('%s', (name) => {
  expect(results[name]).toEqual(expected[name]);
});
