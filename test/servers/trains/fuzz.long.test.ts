import { expect, test } from 'vitest';
import { AF_UNIX, close, SHUT_WR, SOCK_NONBLOCK, SOCK_STREAM, send, shutdown, socketpair } from '#sys';
import { TrainError, TrainReceiver } from '../../../solutions/06-train-protocol/train.ts';
import { random } from '../../support/random.ts';

/** Random byte strings, some of them nearly trains: the receiver returns cars or an error, and its memory does not grow. */
const RUNS = Number(process.env['LAB_FUZZ'] ?? 20_000);
const MAX_GROWTH_MB = 64;

function randomBytes(next: () => number): Buffer {
  const bytes = Buffer.alloc(next() % 600);
  for (let i = 0; i < bytes.length; i++) bytes[i] = next() & 0xff;
  // Most random engines announce too many bytes: make some of them plausible.
  for (let at = 0; at + 4 < bytes.length && next() % 4 !== 0; ) {
    const length = next() % 200;
    bytes.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return bytes;
}

test(`${RUNS} random byte strings`, () => {
  const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);
  const next = random(seed);
  let before = 0;
  const seen = { trains: 0, wrong: 0 };
  for (let run = 0; run < RUNS; run++) {
    if (run === Math.min(2000, RUNS >> 1)) before = process.memoryUsage.rss();
    const [ours, theirs] = socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK);
    try {
      send(theirs, randomBytes(next));
      shutdown(theirs, SHUT_WR);
      const receiver = new TrainReceiver(ours);
      for (let car = receiver.recvTrain(); car !== null; car = receiver.recvTrain()) {
        if (car.length > 1000) throw new Error(`a car of ${car.length} bytes (LAB_SEED=${seed})`);
        seen.trains++;
      }
    } catch (error) {
      if (!(error instanceof TrainError)) throw new Error(`${String(error)} (LAB_SEED=${seed})`);
      seen.wrong++;
    } finally {
      close(ours);
      close(theirs);
    }
  }
  expect(seen.trains).toBeGreaterThan(0);
  expect(seen.wrong).toBeGreaterThan(0);
  expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(MAX_GROWTH_MB);
});
