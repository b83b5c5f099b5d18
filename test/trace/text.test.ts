import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isTold } from '../../src/trace/model.ts';
import { readTrace } from '../../src/trace/read.ts';
import { eventText } from '../../src/trace/text.ts';
import { fixtureResult } from '../sys/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
  const made = await fixtureResult<Made>('harness', { args: ['calls'], env: { LAB_TRACE: folder } });
  const { a, b, file, readEnd, writeEnd, signals, cpus } = made;
  const lines = (readTrace(folder).lanes[0]?.events ?? []).filter(isTold).map(eventText);
  const first = lines.indexOf(`write(${a}, "bytes", 5) = 5`);
  expect(lines.slice(first, first + 14)).toEqual([
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
    `fstat(${file}, …) = 0`,
    'close_range(15000, ~0U, CLOSE_RANGE_CLOEXEC) = 0',
  ]);
});
