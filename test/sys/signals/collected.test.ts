import { beforeAll, expect, test } from 'vitest';
import { SIGUSR2 } from '#sys';
import { fixtureResult } from '../fixture.ts';

const expected: Readonly<Record<string, unknown>> = {
  'a blocked signal that was collected earlier ends sigsuspend': { runs: 1, pending: [] },
  'a blocked signal that was collected earlier ends epoll_pwait': { result: 'EINTR', runs: 1, pending: [] },
  'it stays pending where the mask of the wait blocks it': { result: [], runs: 0, pending: [SIGUSR2] },
};
let results: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  results = await fixtureResult('collected');
});

test.each(Object.keys(expected))('%s', (name) => {
  expect(results[name]).toEqual(expected[name]);
});
