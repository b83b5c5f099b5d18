import { expect, test } from 'vitest';
import { FixedDecoder, LengthDecoder, LineDecoder } from '../../../solutions/05-sticky-packets/decoders.ts';
import { BrokenStream } from '../../../solutions/05-sticky-packets/stream.ts';
import { random } from '../../support/random.ts';

/** Random byte strings in random pieces: a decoder returns messages within its bounds, or an error. */
const RUNS = Number(process.env['LAB_FUZZ'] ?? 20_000);
const MAX = 200;
const MAX_GROWTH_MB = 64;

test(`${RUNS} random byte strings`, () => {
  const seed = Number(process.env['LAB_SEED'] ?? Date.now() & 0x7fffffff);
  const next = random(seed);
  const decoders = [
    () => new FixedDecoder(1 + (next() % 64)),
    () => new LineDecoder(MAX),
    () => new LengthDecoder(MAX),
  ];
  const seen = { messages: 0, broken: 0 };
  let before = 0;
  for (let run = 0; run < RUNS; run++) {
    if (run === Math.min(2000, RUNS >> 1)) before = process.memoryUsage.rss();
    const decoder = (decoders[run % 3] as () => FixedDecoder | LineDecoder | LengthDecoder)();
    try {
      for (let piece = next() % 6; piece >= 0; piece--) {
        const chunk = Buffer.alloc(next() % 120);
        // Small numbers, so that lengths are short and lines end, also inside each other.
        for (let i = 0; i < chunk.length; i++) chunk[i] = next() % 4 === 0 ? next() & 0xff : next() % 14 === 0 ? 10 : 0;
        for (const message of decoder.push(chunk)) {
          if (message.length > MAX) throw new Error(`a message of ${message.length} bytes`);
          seen.messages++;
        }
      }
      decoder.end();
    } catch (error) {
      if (!(error instanceof BrokenStream)) throw new Error(`${String(error)} (LAB_SEED=${seed})`);
      seen.broken++;
    }
  }
  expect(seen.messages).toBeGreaterThan(0);
  expect(seen.broken).toBeGreaterThan(0);
  expect((process.memoryUsage.rss() - before) / 1e6).toBeLessThan(MAX_GROWTH_MB);
});
