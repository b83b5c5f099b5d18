import { describe, expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';
import { withoutRings } from './ring.ts';

describe.skipIf(withoutRings('io_uring and signals'))('while signal handlers are installed', () => {
  const run = (name: string) => fixtureResult('rings', { args: [name] });

  test('a signal interrupts a call on a descriptor that a ring made', async () => {
    expect(await run('reused')).toEqual({ same: true, result: 'EINTR' });
  });

  test('a blocked signal does not end a wait that has submitted an entry', async () => {
    expect(await run('blocked')).toEqual({ submitted: 1, received: [1], handled: 0 });
  });
});
