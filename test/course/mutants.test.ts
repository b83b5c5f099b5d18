import { expect, test } from 'vitest';
import { lessons } from '../../src/course/registry.ts';
import { mutantsOf } from '../../src/mutants/make.ts';
import { isSame } from '../../src/mutants/mutant.ts';
import { changesOf } from '../../src/mutants/operators.ts';
import { samePrograms } from '../../src/mutants/same.ts';

const changes = (source: string): string[] => changesOf(source).map(({ change }) => change);

test.each([
  ['if (a < b) f();', ['without: if (a < b) f();', 'a < b → false', 'a < b → true', '< → <=', 'without: f();']],
  ['while (a && b) {}', ['a && b → false', 'a && b → !(a && b)', 'a && b → a', '&& → ||', 'a && b → b']],
  ["if (isSystemError(e, 'EINTR')) throw e;", expect.arrayContaining(["without 'EINTR'", 'without: throw e;'])],
  ['f(); g();', ['f(); ↔ g();', 'without: f();', 'without: g();']],
  ['const n = retryOnEintr(() => f(1));', ['without retryOnEintr', '1 → 2']],
  [
    'try { f(); } catch { g(); } finally { h(); }',
    expect.arrayContaining(['catch does nothing', 'finally does nothing']),
  ],
  ['open(A | B);', ['without: open(A | B);', 'A | B → A', 'A | B → B']],
  ["log('a line for people');", []],
])('a machine changes %s', (source, expected) => {
  expect(changes(source).sort()).toEqual(Array.isArray(expected) ? [...expected].sort() : expected);
});

test.each(lessons)('lesson $id has mutants in every step, each of them another text', (lesson) => {
  const mutants = mutantsOf(lesson);
  expect([...new Set(mutants.map(({ step }) => step))].sort()).toEqual(lesson.steps.map(({ id }) => id).sort());
  expect(new Set(mutants.map(({ file, text }) => `${file} ${text}`)).size).toBe(mutants.length);
});

test.each(lessons)('each mutant of lesson $id that is known to be the same program is still made', async (lesson) => {
  const mutants = mutantsOf(lesson);
  for (const same of await samePrograms(lesson)) {
    expect(mutants.filter((mutant) => isSame(mutant, same)).length, same.change).toBeGreaterThan(0);
    expect(same.why).not.toBe('');
  }
});
