import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';

/** Longer than the pause between two polls. */
const PROBE_MS = 6;
const MOST_POLLS = 300;

test('several waits at once leave the event loop time to read, however long their probes take', async () => {
  const child = spawn('sh', ['-c', 'sleep 0.1; echo hello']);
  let heard = false;
  child.stdout.once('data', () => {
    heard = true;
  });
  const polls = await Promise.all(
    Array.from({ length: 4 }, async () => {
      let count = 0;
      await until(() => {
        for (const begin = performance.now(); performance.now() - begin < PROBE_MS; );
        return ++count === MOST_POLLS || heard;
      }, 60_000);
      return count;
    }),
  );
  expect(Math.max(...polls), 'polls until the output was read').toBeLessThan(MOST_POLLS);
});
