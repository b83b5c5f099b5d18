import { afterEach, expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { waitTime } from '../../src/kit/kernel/wait-time.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';

let program: ObservedProgram | null = null;
afterEach(async () => {
  await program?.end();
  program = null;
});

async function timeOf(behave: string): Promise<number | null> {
  const args = ['--behave', behave];
  const launched = await ObservedProgram.launch('test/kit/fixtures/programs.ts', { args });
  program = launched;
  // Node itself sleeps in epoll_wait while it starts, too.
  const wanted = /poll|select/.exec(behave)?.[0] ?? behave;
  await launched.waitFor(`a program in ${behave}`, () => launched.blockedIn()?.includes(wanted) === true);
  await launched.quiet();
  return until(() => waitTime(launched.pid), 60_000);
}

test.each([
  ['waits in poll', 123_456],
  ['waits in epoll_wait', 123_456],
  ['waits in select', 123_456.789],
  ['waits in select without limit', Number.POSITIVE_INFINITY],
  ['waits in epoll_wait without limit', Number.POSITIVE_INFINITY],
])('a program that %s has given the kernel %d ms', async (behave, ms) => {
  expect(await timeOf(behave)).toBeCloseTo(ms, 6);
});

test('a program that sleeps otherwise has given none', async () => {
  program = await ObservedProgram.launch('test/kit/fixtures/programs.ts', { args: ['--behave', 'never ready'] });
  const watched = program;
  await watched.waitFor('pause', () => watched.blockedIn()?.startsWith('pause') === true);
  expect(waitTime(watched.pid)).toBeNull();
});
