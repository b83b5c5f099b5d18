import process from 'node:process';
import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

const count = process.env['LAB_FORKS'] ?? '200';

test(`forks ${count} children that allocate, exit with their own status and are reaped`, async () => {
  const result = await fixtureResult<Record<string, unknown>>('fork', { args: [count] });
  expect(result).toMatchObject({ count: Number(count), wrongStatus: 0, unreaped: 0, left: 'ECHILD' });
});
