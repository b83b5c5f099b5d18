import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isTold } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';
import { eventText } from '../../src/trace/text.ts';
import { withoutAio } from '../sys/aio/glibc.ts';
import { fixtureResult } from '../sys/fixture.ts';
import { withoutRings } from '../sys/uring/ring.ts';

const home = mkdtempSync(join(tmpdir(), 'lab-text-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Runs a case of the fixture under a trace: its result, and its calls as lines. */
async function traced<T>(name: string): Promise<{ made: T; lines: string[] }> {
  const folder = mkdtempSync(join(home, `${name}-`));
  const made = await fixtureResult<T>('harness', { args: [name], env: { LAB_TRACE: folder } });
  return { made, lines: (readTrace(folder).lanes[0]?.events ?? []).filter(isTold).map(eventText) };
}

interface Made {
  readonly cpus: readonly number[];
  readonly a: number;
  readonly b: number;
  readonly file: number;
  readonly readEnd: number;
  readonly writeEnd: number;
  readonly signals: number;
}

test('calls read as in C: requests, options, flags and small structures by their names', async () => {
  const { made, lines } = await traced<Made>('calls');
  const { a, b, file, readEnd, writeEnd, signals, cpus } = made;
  const first = lines.indexOf(`write(${a}, "bytes", 5) = 5`);
  expect(lines.slice(first, first + 17)).toEqual([
    `write(${a}, "bytes", 5) = 5`,
    `ioctl(${b}, FIONREAD, [5]) = 0`,
    `getsockopt(${a}, SOL_SOCKET, SO_PEERCRED, …, …) = 0`,
    `pread(${file}, "ELF", 3, 1) = 3`,
    `preadv2(${readEnd}, …, 1, -1, RWF_NOWAIT) = EAGAIN`,
    `vmsplice(${writeEnd}, …, 1, SPLICE_F_NONBLOCK) = 4`,
    `flock(${file}, LOCK_SH|LOCK_NB) = 0`,
    `fcntl(${b}, F_SETOWN_EX, {type=F_OWNER_PGRP, pid=0}) = 0`,
    `fcntl(${b}, F_SETFD, 1) = 0`,
    `sched_getaffinity(0, 1024, [${cpus.join(' ')}]) = 0`,
    `sched_setaffinity(0, 1024, [${cpus.join(' ')}]) = 0`,
    `signalfd(-1, [SIGUSR1 SIGTERM], SFD_NONBLOCK) = ${signals}`,
    `setsockopt(${a}, SOL_SOCKET, SO_REUSEADDR, …, 4) = 0`,
    expect.stringMatching(/^kill\(\d+, SIGHUP\) = 0$/),
    `sendmsg(${a}, …, MSG_DONTWAIT|MSG_NOSIGNAL) = 2`,
    `fstat(${file}, …) = 0`,
    'close_range(15000, ~0U, CLOSE_RANGE_CLOEXEC) = 0',
  ]);
});

test.skipIf(withoutAio('aio in a trace'))('transfers are named by the address of their control block', async () => {
  const { made, lines } = await traced<{ writeEnd: number }>('aio');
  const begun = lines.map((line) => /^aio_write\((0x[0-9a-f]+), /.exec(line)?.[1]).find(Boolean);
  expect(lines).toContain(`aio_write(${begun}, ${made.writeEnd}, …, 3, 0) = 0`);
  expect(lines).toContain('aio_suspend(…, 1, …) = 0');
  expect(lines).toContain(`aio_return(${begun}) = 3`);
});

test.skipIf(withoutRings('io_uring in a trace'))('the calls of io_uring name flags and registrations', async () => {
  const { made, lines } = await traced<{ fd: number }>('rings');
  const { fd } = made;
  const first = lines.indexOf(`io_uring_setup(4, …) = ${fd}`);
  expect(lines.slice(first, first + 5)).toEqual([
    `io_uring_setup(4, …) = ${fd}`,
    `io_uring_register(${fd}, IORING_REGISTER_FILES, …, 1) = 0`,
    `io_uring_register(${fd}, IORING_UNREGISTER_FILES, NULL, 0) = 0`,
    `io_uring_enter(${fd}, 0, 0, IORING_ENTER_GETEVENTS, NULL, 0) = 0`,
    `io_uring_enter(${fd}, 0, 1, IORING_ENTER_GETEVENTS|IORING_ENTER_EXT_ARG, …, 24) = ETIME`,
  ]);
});
