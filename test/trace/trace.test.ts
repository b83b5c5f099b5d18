import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { Peer } from '../../src/kit/peer.ts';
import { visibleLength } from '../../src/text/fold.ts';
import { chromeTrace } from '../../src/trace/chrome.ts';
import type { Trace } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';
import { laneRows } from '../../src/trace/terminal-lanes.ts';

const WORKERS = 4;
const CLIENTS = 50;

/** The process pool of lesson 07, with clients that request a missing file. */
describe('a recorded run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-trace-'));
  let trace: Trace;
  let pool = 0;
  let said: string[] = [];

  beforeAll(async () => {
    mkdirSync(join(folder, 'lanes'));
    mkdirSync(join(folder, 'files'));
    process.env['LAB_TRACE'] = join(folder, 'lanes');
    const server = await ObservedProgram.start(referenceFile('07-process-pool', 'server.ts'), {
      args: ['--dir', join(folder, 'files'), '--workers', String(WORKERS)],
    });
    delete process.env['LAB_TRACE'];
    try {
      pool = server.pid;
      for (let i = 0; i < CLIENTS; i++) {
        const client = await Peer.connect(server);
        await client.send(Buffer.from([0, 0, 0, 4, ...Buffer.from('none')]));
        await server.waitFor('an answer', () => {
          client.pump();
          return client.received.length > 0;
        });
        client.close();
      }
      await server.quiet();
      server.signal('SIGTERM');
      expect((await server.exit()).code).toBe(0);
      said = [...server.log];
    } finally {
      await server.end();
    }
    trace = readTrace(join(folder, 'lanes'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const marks = (name: string): number =>
    trace.lanes.flatMap(({ events }) => events.filter((event) => event.kind === 'mark' && event.name === name)).length;
  const arrows = (kind: string): number => trace.arrows.filter((arrow) => arrow.kind === kind).length;

  test('has every fork, hand-over and reaping, each exactly once', () => {
    expect(trace.dropped).toBe(0);
    expect(trace.lanes.map(({ pid }) => pid)).toContain(pool);
    expect(trace.lanes).toHaveLength(1 + WORKERS);
    expect(arrows('fork')).toBe(WORKERS);
    expect([marks('passes'), marks('receives'), arrows('passed')]).toEqual([CLIENTS, CLIENTS, CLIENTS]);
    expect([marks('reaps'), arrows('reap')]).toEqual([WORKERS, WORKERS]);
    expect(said.length).toBeGreaterThan(0);
  });

  test('a call of a signal handler has its own record, beside that of the interrupted wait', () => {
    const events = trace.lanes.find(({ pid }) => pid === pool)?.events ?? [];
    const at = events.findIndex(({ kind, name }) => kind === 'mark' && name === 'signal');
    expect(events[at + 1]).toMatchObject({ kind: 'call', name: 'write', result: 1 });
    expect(events.slice(0, at).findLast(({ name }) => name === 'epoll_wait')).toMatchObject({ error: 'EINTR' });
  });

  test('draws a line for each moment, in order, and none is wider than the terminal', () => {
    for (const width of [40, 80, 160]) {
      const lines = laneRows(trace, width).rows.flatMap((row) => row.split('\n'));
      expect(lines.filter((line) => visibleLength(line) > width)).toEqual([]);
      const times = lines
        .map((line) => Number(/^ *(\d+\.\d\d) /.exec(line)?.[1] ?? Number.NaN))
        .filter((at) => at >= 0);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('is a Chrome trace: complete events, instants, and flows that begin and end', () => {
    const events = JSON.parse(chromeTrace(trace)) as { ph: string; id?: number; ts?: number; dur?: number }[];
    const count = (ph: string): number => events.filter((event) => event.ph === ph).length;
    expect(count('X')).toBe(trace.lanes.flatMap(({ events: all }) => all.filter(({ kind }) => kind === 'call')).length);
    expect([count('s'), count('f')]).toEqual([trace.arrows.length, trace.arrows.length]);
    expect(events.filter(({ ph, dur }) => ph === 'X' && !(dur !== undefined && dur >= 0))).toEqual([]);
  });
});
