import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { fixtureResult } from '../fixture.ts';
import { expectFailure } from '../support.ts';

const before = sys.schedGetaffinity(0);
afterEach(() => sys.schedSetaffinity(0, before));

/** Of this thread, as the kernel shows it: `0-1,3`. */
const shown = () => /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/thread-self/status', 'utf8'))?.[1];

test('sched_setaffinity keeps this thread on one CPU, and sched_getaffinity says so', () => {
  for (const cpu of before) {
    sys.schedSetaffinity(0, [cpu]);
    expect(sys.schedGetaffinity(0)).toEqual([cpu]);
    expect(shown()).toBe(String(cpu));
  }
});

test('a forked child inherits the set, and changes only its own', async () => {
  const result = await fixtureResult('affinity');
  expect(result).toEqual({ child: 'exited with status 0', parent: 'as before' });
});

test('sched_setaffinity fails without a CPU that exists, and for a thread that does not', () => {
  expectFailure('EINVAL', () => sys.schedSetaffinity(0, []));
  expectFailure('EINVAL', () => sys.schedSetaffinity(0, [8191]));
  expectFailure('ESRCH', () => sys.schedGetaffinity(2 ** 30));
  expect(() => sys.schedSetaffinity(0, [8192])).toThrow('cpus must be an integer from 0 to 8191, not 8192');
});
