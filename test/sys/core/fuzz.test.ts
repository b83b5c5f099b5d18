import process from 'node:process';
import { expect, test } from 'vitest';
import { fixtureResult } from '../fixture.ts';

const calls = process.env['LAB_FUZZ'] ?? '20000';
const seed = process.env['LAB_FUZZ_SEED'] ?? String(Math.floor(Math.random() * 2 ** 31));

interface FuzzResult {
  readonly calls: number;
  readonly unplanned: readonly string[];
  readonly unreadable: Readonly<Record<string, string>>;
}

test(`survives ${calls} calls with wrong types, sizes and descriptors (LAB_FUZZ_SEED=${seed})`, async () => {
  const result = await fixtureResult<FuzzResult>('fuzz', { args: [calls, seed], fromSource: true });
  expect(result.calls).toBe(Number(calls));
  expect(result.unplanned, 'exports that test/sys/fixtures/fuzz-plans/ does not know').toEqual([]);
  expect(result.unreadable, 'errors that are not in the words of the layer').toEqual({});
});
