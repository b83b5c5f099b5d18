import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLOSE_RANGE_CLOEXEC } from '#sys';
import { referenceFile } from '../../src/course/files/reference.ts';
import { ObservedProgram } from '../../src/kit/observed-program.ts';
import { eventsOf, type Lane, laneName, type Trace, type TraceEvent } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';
import { paired, type Sleep, type Waker, wakes } from '../../src/trace/wakes.ts';
import { withoutAio } from '../sys/aio/glibc.ts';

const slept = (lane: number, begin: number, end: number, told = true): Sleep => ({ lane, index: 0, begin, end, told });
const waker = (begin: number, end: number, all = false): Waker => ({ lane: 0, index: 0, begin, end, all });

/** The lanes with an arrow, and the moments of the wakers. */
const arrows = (sleeps: Sleep[], wakers: Waker[]): [number, number][] =>
  paired(sleeps, wakers).map(([from, to]) => [from.begin, to.lane]);

describe('who woke whom', () => {
  test('the only waker during a sleep gets the arrow', () => {
    expect(arrows([slept(1, 0, 10)], [waker(5, 6)])).toEqual([[5, 1]]);
    expect(arrows([slept(1, 0, 10)], [waker(11, 12)])).toEqual([]);
    expect(arrows([slept(1, 0, 10, false)], [waker(5, 6)])).toEqual([]);
  });

  test('two wakers during a sleep: no arrow', () => {
    expect(arrows([slept(1, 0, 10)], [waker(5, 6), waker(8, 9)])).toEqual([]);
    expect(arrows([slept(1, 0, 10)], [waker(-1, 1), waker(8, 9)])).toEqual([]);
  });

  test('several sleepers: the arrow leads to the one that returned before the next waker', () => {
    const never = Number.POSITIVE_INFINITY;
    const sleeps = [slept(1, 0, never, false), slept(2, 1, 10), slept(3, 2, 30)];
    expect(arrows(sleeps, [waker(5, 6), waker(20, 21)])).toEqual([[5, 2]]);
    expect(arrows([slept(1, 0, 10), slept(2, 1, 11)], [waker(5, 6)])).toEqual([]);
  });

  test('a broadcast wakes all sleepers', () => {
    expect(arrows([slept(1, 0, 10), slept(2, 1, 11), slept(3, 7, 12)], [waker(5, 6, true)])).toEqual([
      [5, 1],
      [5, 2],
    ]);
  });
});

test('a descriptor that close_range has closed is another one from then on', () => {
  const ends = Buffer.alloc(8);
  ends.writeInt32LE(5, 0);
  ends.writeInt32LE(6, 4);
  const call = (
    name: string,
    begin: number,
    end: number,
    args: number[],
    result: number,
    preview = '',
  ): TraceEvent => ({
    kind: 'call',
    name,
    begin,
    end,
    args,
    result,
    error: '',
    preview,
  });
  const lane = (tid: number, events: TraceEvent[]): Lane => ({ pid: 1, tid, ppid: 0, program: 'p.ts', events });
  const arrowsAfter = (flags: number) =>
    wakes([
      lane(1, [
        call('pipe2', 0, 1, [0], 0, ends.toString('latin1')),
        call('close_range', 2, 3, [4, 0xffffffff, flags], 0),
        call('read', 10, 20, [5], 1),
      ]),
      lane(2, [call('write', 15, 16, [6], 1)]),
    ]).length;
  expect(arrowsAfter(CLOSE_RANGE_CLOEXEC)).toBe(1);
  expect(arrowsAfter(0)).toBe(0);
});

/** Runs a program under the trace; `act` controls it. */
async function recorded(
  file: string,
  args: readonly string[],
  act: (program: ObservedProgram) => Promise<void>,
): Promise<Trace> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-trace-'));
  const program = await ObservedProgram.launch(file, { args, env: { LAB_TRACE: folder } });
  try {
    await act(program);
    return readTrace(folder);
  } finally {
    await program.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const wakesOf = ({ arrows: all, lanes }: Trace): [string, string, string][] =>
  all
    .filter(({ kind }) => kind === 'wakes')
    .map(({ from, to }) => {
      const [a, b] = [lanes[from.lane], lanes[to.lane]];
      if (a === undefined || b === undefined) throw new Error('an arrow without a lane');
      return [a.events[from.event]?.name ?? '', b.events[to.event]?.name ?? '', laneName(b)];
    });

describe('in a recorded run', () => {
  const FIXTURES = 'test/trace/fixtures';

  test('pthread_cond_signal wakes the thread that takes the job', async () => {
    let taken = '';
    const trace = await recorded(
      referenceFile('08-thread-pool', 'try.ts'),
      ['--threads', '4', '--hold'],
      async (program) => {
        await program.waitFor('four threads', () => program.output.out.match(/thread \d+ starts/g)?.length === 4);
        await program.quiet();
        program.stdin?.write('offer 1\n');
        taken = await program.waitFor('a taker', () => /thread (\d+) takes/.exec(program.output.out)?.[1]);
        await program.quiet();
      },
    );
    expect(wakesOf(trace)).toEqual([['pthread_cond_signal', 'pthread_cond_wait', `thread ${taken}`]]);
  });

  const waiters = (args: string[]): Promise<Trace> =>
    recorded(`${FIXTURES}/waiters.ts`, args, async (program) => {
      await program.waitFor('the child', () => program.children().length === 1);
      for (let i = 0; i < 4; i++) {
        await program.quiet();
        program.stdin?.write('.');
      }
      await program.exit();
    });

  test.skipIf(withoutAio('arrows beside aio'))(
    'a process that could write in ways that no record tells has no arrows',
    async () => {
      const trace = await waiters(['aio']);
      expect(eventsOf(trace.lanes, ({ name }) => name === 'aio_read')).toHaveLength(1);
      expect(wakesOf(trace)).toEqual([]);
    },
  );

  test('a write wakes read on a pipe, a socket pair and an eventfd, and epoll_wait', async () => {
    const trace = await waiters([]);
    expect(wakesOf(trace).map(([from, to]) => [from, to])).toEqual([
      ['write', 'read'],
      ['write', 'read'],
      ['write', 'read'],
      ['write', 'epoll_wait'],
    ]);
  });
});
