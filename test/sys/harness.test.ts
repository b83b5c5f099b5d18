import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fixtureResult, runFixture } from './fixture.ts';

const faults = (...list: object[]) => ({ LAB_RUN: '1', LAB_FAULTS: JSON.stringify(list) });

describe.concurrent('LAB_FAULTS', () => {
  test('caps what a call may move', async () => {
    const env = faults({ calls: ['recv'], cap: 3 }, { calls: ['write'], cap: 8 });
    const capped = { written: 8, reads: [3, 3, 2, null, null, null] };
    expect(await fixtureResult('harness', { args: ['reads'], env })).toEqual(capped);
    expect(await fixtureResult('harness', { args: ['reads', 'handlers'], env })).toEqual(capped);
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

  test('is refused outside the harness, in one sentence', async () => {
    const run = await runFixture('harness', { args: ['reads'], env: { LAB_FAULTS: '[]' } });
    expect(run).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^LAB_FAULTS is for the test harness.*\n$/),
    });
  });
});

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly args: { readonly call: unknown[]; readonly result: number; readonly errno?: number };
}

describe.concurrent('LAB_TRACE', () => {
  const home = mkdtempSync(join(tmpdir(), 'sys-trace-'));
  afterAll(() => rmSync(home, { recursive: true }));

  test('gets one Chrome Trace Event a line from all processes of a run', async () => {
    const file = join(home, 'trace.json');
    const result = await fixtureResult<{ parent: number; pids: number[]; interrupted: string }>('harness', {
      args: ['processes'],
      env: { LAB_TRACE: file },
    });
    expect(result.interrupted).toBe('EINTR');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const events = lines.map((line) => {
      expect(line).toMatch(/^\{.*\},$/);
      return JSON.parse(line.slice(0, -1)) as TraceEvent;
    });
    for (const event of events) {
      expect(event).toEqual({
        name: expect.stringMatching(/^\w+$/),
        ph: 'X',
        ts: expect.any(Number),
        dur: expect.any(Number),
        pid: expect.any(Number),
        tid: expect.any(Number),
        args: expect.objectContaining({ call: expect.any(Array), result: expect.any(Number) }),
      });
    }
    expect(new Set(events.map(({ pid }) => pid))).toEqual(new Set([result.parent, ...result.pids]));
    const write = events.find(({ name, pid }) => name === 'write' && pid === result.pids[0]);
    expect(write?.args).toMatchObject({ call: [expect.any(Number), 'from a child', 12], result: 12 });
    const failed = events.filter(({ name, args }) => name === 'read' && args.result === -1);
    expect(failed.map(({ args }) => args.errno)).toEqual([4, 9]); // EINTR, EBADF
    const wait = events.find(({ name, args }) => name === 'read' && args.errno === 4) as unknown as { dur: number };
    expect(wait.dur).toBeGreaterThan(1000); // the wait belongs to the call
  });

  test('off, writes nothing', async () => {
    const file = join(home, 'untraced.json');
    await fixtureResult('harness', { args: ['processes'] });
    expect(existsSync(file)).toBe(false);
  });
});
