import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';
import { withoutProvidedBuffers } from './ring.ts';

test.skipIf(withoutProvidedBuffers('an echo server on one ring'))('an echo server on one ring', async () => {
  const { counts, ...seen } = await fixtureResult<{ counts: { starved: number; cancelled: number } }>('ring-echo');
  expect(seen).toEqual({
    echoes: ['one by one', 'at once'].flatMap((how) => [0, 1, 2, 3].map((i) => `${how} ${i}`)),
    idled: ['?', ''],
    left: '',
    ended: 'exited with status 0',
  });
  expect(counts.starved, 'of 4 receives that found 2 buffers').toBeGreaterThan(0);
  expect(counts.cancelled, 'by the time-out one, at the end two receives and the accept').toBe(4);
});
