import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

/** Where user namespaces are forbidden. */
const FORBIDDEN = 3;

test('a child without threads has a network of its own, with all rights in it; a process with threads has not', async () => {
  const { withThreads, child } = (await fixtureResult('unshare')) as { withThreads: string; child: number };
  expect(withThreads).toContain('EINVAL');
  if (child === FORBIDDEN) process.stderr.write('unshare: not tried, this system forbids user namespaces\n');
  else expect(child).toBe(0);
});
