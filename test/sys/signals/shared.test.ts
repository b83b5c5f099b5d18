import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

const run = (name: string): Promise<Record<string, unknown>> => fixtureResult('shared', { args: [name] });

// Each was seen to fail where a blocking call was a poll and then the call.

test('a signal interrupts accept although another process takes the connection', async () => {
  expect(await run('accept')).toEqual({ lost: 0 });
});

test('a signal interrupts a read although another process takes the bytes', async () => {
  expect(await run('pipe')).toEqual({ lost: 0 });
});

test('with EPOLLEXCLUSIVE a connection wakes one of four processes that have handlers', async () => {
  const { during } = await run('exclusive');
  expect(during).toBeLessThanOrEqual(420);
});

test('select without a time-out never returns 0, although another process is faster', async () => {
  expect(await run('select')).toEqual({ none: 0 });
});

test('sendfile leaves a shared socket blocking for all', async () => {
  expect(await run('sendfile')).toEqual({ refused: [0, 0], nonblocking: false });
});

test('connect waits for room in the queue of a unix listener', async () => {
  expect(await run('connect to a full queue')).toEqual({ results: ['connected', 'connected', 'connected'] });
});

test('5,000 signals that nobody collected do not hide another one', async () => {
  expect(await run('flood')).toEqual({ usr1: 1, usr2: 1 });
});

test('signals interrupt calls in a process that has closed all descriptors', async () => {
  expect(await run('close everything')).toEqual({ ended: 'exited with status 0' });
});
