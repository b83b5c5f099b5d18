import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTrace } from '../../../src/trace/read.ts';
import { fixtureResult, runFixture } from '../fixture.ts';

const faults = (...list: object[]) => ({ LAB_RUN: '1', LAB_FAULTS: JSON.stringify(list) });

describe.concurrent('LAB_FAULTS', () => {
  test('caps the bytes that a call transfers', async () => {
    const env = faults({ calls: ['recv'], cap: 3 }, { calls: ['write'], cap: 8 });
    const capped = { written: 8, reads: [3, 3, 2, null, null, null] };
    expect(await fixtureResult('harness', { args: ['reads'], env })).toEqual(capped);
    expect(await fixtureResult('harness', { args: ['reads', 'handlers'], env })).toEqual(capped);
  });

  test('caps some calls only', async () => {
    const env = faults({ calls: ['recv'], cap: 3, at: [2] });
    const { reads } = await fixtureResult<{ reads: unknown[] }>('harness', { args: ['reads'], env });
    expect(reads).toEqual([10, null, null, null, null, null]);
    const every = faults({ calls: ['recv'], cap: 3, at: [1] });
    const first = await fixtureResult<{ reads: unknown[] }>('harness', { args: ['reads'], env: every });
    expect(first.reads).toEqual([3, 7, null, null, null, null]);
  });

  test('fails every k-th call with EINTR', async () => {
    const env = faults({ calls: ['recv'], error: 'EINTR', every: 2 });
    const { reads } = await fixtureResult<{ reads: unknown[] }>('harness', { args: ['reads'], env });
    expect(reads).toEqual([10, 'EINTR', null, 'EINTR', null, 'EINTR']);
  });

  test('fails the n-th accept with EMFILE', async () => {
    const env = faults({ calls: ['accept', 'accept4'], error: 'EMFILE', at: [2, 3] });
    expect(await fixtureResult('harness', { args: ['accepts'], env })).toEqual({
      accepts: ['connection', 'EMFILE', 'EMFILE', 'connection'],
    });
  });

  test('raises a signal as the call returns, after a fork in the parent', async () => {
    const env = faults({ calls: ['fork'], signal: 'SIGUSR1', at: [1] });
    expect(await fixtureResult('harness', { args: ['forks'], env })).toEqual({ parent: 1, child: 0 });
  });

  test('reaches calls at an offset, locks, and calls that are made by their number', async () => {
    const env = faults(
      { calls: ['pread'], cap: 3 },
      { calls: ['preadv2'], error: 'EIO', at: [2] },
      { calls: ['flock', 'fstat'], error: 'EINTR', every: 1 },
    );
    expect(await fixtureResult('harness', { args: ['files'], env })).toEqual({
      reads: [3, 3],
      vectors: [100, 'EIO'],
      locks: ['EINTR', 'EINTR'],
    });
  });

  test('is refused outside the harness, in one sentence', async () => {
    const run = await runFixture('harness', { args: ['reads'], env: { LAB_FAULTS: '[]' } });
    expect(run).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^LAB_FAULTS is for the test harness.*\n$/),
    });
  });
});

describe.concurrent('LAB_TRACE', () => {
  const home = mkdtempSync(join(tmpdir(), 'sys-trace-'));
  afterAll(() => rmSync(home, { recursive: true }));

  test('gives each process of a run its lane, with every call in it', async () => {
    const folder = join(home, 'lanes');
    mkdirSync(folder);
    const result = await fixtureResult<{ parent: number; pids: number[]; interrupted: string }>('harness', {
      args: ['processes'],
      env: { LAB_TRACE: folder },
    });
    expect(result.interrupted).toBe('EINTR');
    const { lanes, arrows, dropped } = readTrace(folder);
    expect(dropped).toBe(0);
    expect(new Set(lanes.map(({ pid }) => pid))).toEqual(new Set([result.parent, ...result.pids]));
    const child = lanes.find(({ pid }) => pid === result.pids[0]);
    expect(child?.events[0]).toMatchObject({ kind: 'mark', name: 'begins', args: [result.parent] });
    const write = child?.events.find(({ name }) => name === 'write');
    expect(write).toMatchObject({
      args: [expect.any(Number), '…', 12],
      result: 12,
      error: '',
      preview: 'from a child',
    });
    const parent = lanes.find(({ pid }) => pid === result.parent)?.events ?? [];
    const failed = parent.filter(({ name, result: value }) => name === 'read' && value === -1);
    expect(failed.map(({ error }) => error)).toEqual(['EINTR', 'EBADF']);
    expect((failed[0]?.end ?? 0) - (failed[0]?.begin ?? 0)).toBeGreaterThan(1); // the wait belongs to the call
    expect(parent.filter(({ name }) => name === 'fork').map(({ result: pid }) => pid)).toEqual(result.pids);
    expect(arrows.filter(({ kind }) => kind === 'fork')).toHaveLength(result.pids.length);
    // The call never returned.
    expect(child?.events.at(-1)).toMatchObject({ name: '_exit', end: null });
  });

  test('keeps waits under handlers apart from the calls after them', async () => {
    const folder = join(home, 'waits');
    mkdirSync(folder);
    await fixtureResult('harness', { args: ['waits'], env: { LAB_TRACE: folder } });
    const events = readTrace(folder).lanes[0]?.events ?? [];
    const shown = events
      .filter(({ name }) => ['poll', 'read', 'write'].includes(name))
      .map(({ name, result, error, preview }) => [name, result, error, name === 'write' ? preview : '']);
    expect(shown.slice(0, 6)).toEqual([
      ['write', 1, '', 'x'],
      ['poll', 1, '', ''],
      ['write', 1, '', 'y'],
      ['poll', 0, '', ''],
      ['read', -1, 'EAGAIN', ''],
      ['write', 1, '', 'z'],
    ]);
  });

  test("gives a handler's calls their own records, apart from the call that it interrupts", async () => {
    const folder = join(home, 'handler');
    mkdirSync(folder);
    await fixtureResult('harness', { args: ['handler'], env: { LAB_TRACE: folder } });
    const events = readTrace(folder).lanes[0]?.events ?? [];
    const shown = events
      .filter(({ name, kind }) => ['read', 'write'].includes(name) || kind === 'mark')
      .map(({ name, result, error, preview }) => [name, result, error, preview]);
    expect(shown.slice(0, 4)).toEqual([
      ['read', -1, 'EINTR', ''],
      ['signal', 0, '', ''],
      ['write', 1, '', 'h'],
      ['read', 1, '', expect.stringMatching(/^h/)],
    ]);
  });

  test('off, writes nothing', async () => {
    const folder = join(home, 'untraced');
    mkdirSync(folder);
    await fixtureResult('harness', { args: ['processes'] });
    expect(readdirSync(folder)).toEqual([]);
  });
});
