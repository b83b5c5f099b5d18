import { expect, test } from 'vitest';
import { findLesson, lessons } from '../../src/course/registry.ts';
import { redClaims, stepsOf } from '../../src/stage/walk.ts';

/**
 * Claims must be able to fail: with a known mistake in place of the reference these steps turn red, and their neighbours
 * do not. CI plays every step on the reference itself. These mistakes cover different steps and fail fast.
 */
const CASES: readonly (readonly [id: string, mistake: string, red: readonly number[], green: readonly number[]])[] = [
  ['01', 'short-write', [4], [3]],
  ['01', 'fatal-reset', [6], [7]],
  ['01', 'client-no-eof', [9], [1]],
  ['02', 'no-reaping', [2], [4]],
  ['02', 'fatal-eintr', [4], [1]],
  ['02', 'sigpipe', [5], []],
  ['02', 'close-only', [6, 7], [5]],
  ['02', 'orphan-writer', [8], []],
  ['03', 'writable-is-connected', [2], [3]],
  ['03', 'flags-left', [3], [2]],
  ['03', 'nfds', [4], []],
  ['04', 'oneshot', [1], [6]],
  ['04', 'hang-up-first', [7], []],
  ['04', 'error-ignored', [8], [1]],
  ['05', 'second-lost', [1], [6]],
  ['05', 'one-recv', [2], []],
  ['05', 'no-maximum', [5], [2]],
  ['05', 'header-counted', [4, 7], []],
  ['06', 'full-cars', [1, 4], [7]],
  ['06', 'leak', [4], []],
  ['06', 'no-maximum', [7], [1]],
  ['06', 'any-name', [8], []],
  ['07', 'siblings', [1], [2]],
  ['07', 'no-room', [2, 3, 7], []],
  ['08', 'if-for-while', [3], [1]],
  ['08', 'main-closes', [5], [3]],
  ['09', 'not-closed', [1], [6]],
  ['09', 'timer-early', [2], []],
  ['09', 'end-destroys', [4], [1]],
  ['09', 'one-request', [6], [2]],
  ['10', 'out-of-order', [4], [1]],
  ['10', 'stale-answer', [5], [3]],
  ['11', 'header-alone', [1], [6]],
  ['11', 'dirty-pipe', [6], [7]],
  ['11', 'queue-unread', [7], [1]],
  ['12', 'split-line-end', [1], [2]],
  ['12', 'outside', [3], [1]],
  ['12', 'closed-first', [8], []],
  ['13', 'answers-stranger', [3], []],
  ['13', 'no-crc-check', [1], [2]],
  ['13', 'counts-answers', [4], []],
  ['13', 'judges-unread', [7], []],
  ['14', 'not-replaced', [6], [1]],
  ['14', 'orphans', [8], []],
  ['15', 'accept-goes-on', [8], [1]],
  ['16', 'closed-not-shut', [3], [2]],
  ['16', 'linger-cure', [5], [6]],
];

test.concurrent.each(CASES)('lesson %s with %s turns red steps %j, and not %j', async (id, mistake, red, green) => {
  const lesson = findLesson(id);
  if (lesson === null) throw new Error(`there is no lesson ${id}`);
  const steps = await stepsOf(lesson);
  const seen: Record<number, readonly string[]> = {};
  for (const number of [...red, ...green]) {
    const step = steps[number - 1];
    if (step === undefined) throw new Error(`lesson ${lesson.id} has no step ${number}`);
    seen[number] = await redClaims(lesson, step, mistake);
  }
  const reds = Object.keys(seen).filter((number) => seen[Number(number)]?.length !== 0);
  expect(reds.map(Number), JSON.stringify(seen)).toEqual([...red]);
});

test('every lesson is among them', () => {
  const tried = new Set(CASES.map(([id]) => id));
  expect(lessons.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
});
