import { beforeAll, expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

let results: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  results = await fixtureResult('signalfd');
});

test('signalfd says who sent a signal, with its value: the lowest number first, real-time signals in their order', () => {
  expect(results['says who sent a signal, with its value']).toEqual({
    taken: [
      [10, 0, true, null],
      [37, -1, true, -7],
      [37, -1, true, 8],
    ],
    afterwards: null,
  });
});

test('signalfd says which child ended, and how', () => {
  expect(results['says which child ended, and how']).toEqual([1, true, 9]);
});

test('signalfd is readable while one of its signals is pending, and its set can be changed', () => {
  expect(results['is readable while one of its signals is pending, and its set can be changed']).toEqual({
    same: true,
    seen: [0, 1, 0],
  });
});

test('signalfdRead and signalfd fail on another descriptor', () => {
  expect(results['is not another descriptor']).toEqual(['EINVAL', 'EINVAL']);
});

test('signalfd gets all signals in a process of one thread', () => {
  expect(results['gets all signals in a process of one thread']).toEqual({ threads: 1, inOrder: true });
});

test('beside threads signalfd misses the signals of the process, which sigwaitinfo finds, and gets those of its thread', () => {
  expect(results['beside threads']).toEqual({ threads: true, missed: null, elsewhere: true, own: true });
});

test('a handler of F_SETSIG learns from siginfo which socket has input', () => {
  expect(results['a handler of F_SETSIG learns which socket has input']).toEqual({ asExpected: true, count: 3 });
});
