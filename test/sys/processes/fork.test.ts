import { expect, test } from 'vitest';
import { fixtureResult, runFixture } from '../fixture.ts';

const ALL_WELL = { wrongStatus: 0, unreaped: 0, left: 'ECHILD' };

test.concurrent('forks 20 children that allocate, exit with their own status and are reaped', async () => {
  expect(await fixtureResult('fork', { args: ['20'] })).toMatchObject({ count: 20, ...ALL_WELL });
});

test.concurrent('a child has all of the heap, also what was added while a fault looked at the fork', async () => {
  const faults = [{ calls: ['fork'], error: 'EAGAIN', at: [2] }];
  const env = { LAB_FAULTS: JSON.stringify(faults), LAB_RUN: 'fork-heap' };
  expect(await fixtureResult('fork-heap', { env })).toEqual({ grew: 50_000, child: 'exited with status 0' });
});

test.concurrent('a child runs its own handlers and not those signals that came to its parent', async () => {
  const result = await fixtureResult('processes', { args: ['handlers'] });
  expect(result).toEqual({ childStatus: 21, parentCaught: [] });
});

test.concurrent('a child that calls process.exit ends with that status', async () => {
  expect(await fixtureResult('processes', { args: ['process-exit'] })).toEqual({ exitCode: 9 });
});

test.concurrent('waitpid tells exit, death by signal, stop and continue apart', async () => {
  expect(await fixtureResult('processes', { args: ['statuses'] })).toEqual({
    described: ['exited with status 5', 'killed by SIGKILL', 'stopped by SIGSTOP', 'continued', 'killed by SIGTERM'],
    nobody: 'ECHILD',
    nobodyNohang: null,
  });
});

test.concurrent('writing to a closed pipe kills the process once restoreSigpipe was called', async () => {
  expect(await fixtureResult('processes', { args: ['sigpipe'] })).toEqual({
    ignored: 'EPIPE',
    restored: 'killed by SIGPIPE',
  });
});

test.concurrent('execve becomes the other program', async () => {
  const run = await runFixture('processes', { args: ['execve'] });
  expect(run).toMatchObject({ status: 0, stdout: 'became echo\n' });
});

test.concurrent('10 children that end under one SIGCHLD leave 9 zombies to one waitpid a signal, and none to a loop', async () => {
  const once = await fixtureResult('sigchld', { args: ['once'] });
  const loop = await fixtureResult('sigchld', { args: ['loop'] });
  expect(once).toEqual({ handlerRuns: 1, zombies: 9 });
  expect(loop).toEqual({ handlerRuns: 1, zombies: 0 });
});
