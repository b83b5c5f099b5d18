import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { referenceFile } from '../../../src/course/files/reference.ts';
import type { Lesson } from '../../../src/course/lesson.ts';
import { writeMistake } from '../../../src/course/mistakes/known-mistakes.ts';
import { findLesson, folderName } from '../../../src/course/registry.ts';
import { residentKb } from '../../../src/kit/kernel/proc.ts';
import { ObservedProgram } from '../../../src/kit/observed-program.ts';
import { random } from '../../support/random.ts';

/**
 * A thousand connections send numbered messages, and at random reset, end their direction, or stop reading for a while.
 * The received bytes are always a prefix of the sent ones, and all of them where the client left in an orderly way.
 */
const CLIENTS = Number(process.env['LAB_CLIENTS'] ?? 1000);
const AT_A_TIME = 250;
const WORD = 8;

interface Outcome {
  readonly sent: number;
  readonly got: number;
  readonly wrongAt: number;
  readonly reset: boolean;
}

async function client(port: number, id: number, next: () => number): Promise<Outcome> {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let sent = 0;
  let got = 0;
  let wrongAt = -1;
  let rest = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    const bytes = Buffer.concat([rest, data]);
    let at = 0;
    for (; at + WORD <= bytes.length; at += WORD) {
      if (wrongAt < 0 && (bytes.readUInt32BE(at) !== id || bytes.readUInt32BE(at + 4) !== got)) wrongAt = got;
      got++;
    }
    rest = Buffer.from(bytes.subarray(at));
  });
  await once(socket, 'connect');
  const reset = next() % 3 === 0;
  for (let round = next() % 12; round >= 0; round--) {
    const words = Buffer.alloc(WORD * (1 + (next() % (next() % 10 === 0 ? 40_000 : 200))));
    for (let at = 0; at < words.length; at += WORD) {
      words.writeUInt32BE(id, at);
      words.writeUInt32BE(sent++, at + 4);
    }
    socket.write(words);
    if (next() % 4 === 0) socket.pause();
    if (next() % 3 === 0) await new Promise((resolve) => setTimeout(resolve, next() % 20));
    socket.resume();
  }
  const closed = once(socket, 'close').catch(() => {});
  if (reset) socket.resetAndDestroy();
  else socket.end();
  await closed;
  return { sent, got, wrongAt, reset };
}

/** The solution with the one line changed. */
function edgeTriggered(): string {
  const lesson = findLesson('09') as Lesson;
  const edits = [
    { file: 'poller.ts', find: 'MODE: number = 0', replace: 'MODE: number = EPOLLET' },
    { file: 'poller.ts', find: '  EPOLL_CTL_MOD,\n', replace: '  EPOLL_CTL_MOD,\n  EPOLLET,\n' },
  ];
  const root = writeMistake(lesson, { slug: 'edge', edits, fails: [] });
  return join(root, folderName(lesson), 'echo.ts');
}

test.each([
  ['level-triggered', () => referenceFile('09-reactor', 'echo.ts')],
  ['edge-triggered', edgeTriggered],
])(`${CLIENTS} connections with numbered messages, resets, half-closes and stalls, %s`, async (_mode, file) => {
  const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);
  const server = await ObservedProgram.start(file());
  try {
    const outcomes: Outcome[] = [];
    for (let first = 0; first < CLIENTS; first += AT_A_TIME) {
      const ids = Array.from({ length: Math.min(AT_A_TIME, CLIENTS - first) }, (_, i) => first + i);
      outcomes.push(...(await Promise.all(ids.map((id) => client(server.port, id, random(seed + 7919 * id))))));
    }
    const told = `LAB_SEED=${seed}`;
    expect(
      outcomes.filter(({ wrongAt }) => wrongAt >= 0),
      told,
    ).toEqual([]);
    expect(
      outcomes.filter(({ reset, sent, got }) => (reset ? got > sent : got !== sent)),
      told,
    ).toEqual([]);
    expect(outcomes.some(({ reset }) => reset)).toBe(true);
    await server.quiet();
    expect(server.connections(), told).toEqual([]);
    expect(server.exited).toBeNull();
    expect(residentKb(server.pid)).toBeLessThan(400_000);
    server.signal('SIGTERM');
    expect((await server.exit()).code).toBe(0);
  } finally {
    expect(await server.end()).toEqual([]);
  }
});
