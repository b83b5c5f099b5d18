import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lesson } from '../../src/course/lesson.ts';
import type { LessonReport, TestResult } from '../../src/grading/result.ts';
import { nextNudge } from '../../src/progress/nudges.ts';
import {
  earnedIn,
  nextOpenLesson,
  openStepOf,
  readProgress,
  recordReport,
  updateProgress,
} from '../../src/progress/store.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-progress-'));
  file = join(folder, '.lab', 'progress.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

const step = (n: number) => ({ id: `42.${n}`, key: `tested/${n}`, title: '', file: 'a.ts', hints: ['one', 'two'] });

const lesson: Lesson = {
  id: '42',
  slug: 'tested',
  title: '',
  goal: '',
  files: ['a.ts'],
  steps: [step(1), step(2)],
  run: { server: 'a.ts', talk: '' },
  mistakes: { 'L42-B01': { slug: 'slip', name: 'a slip', question: 'Why?' } },
};

const result = (n: number, points: number, earned: number, looksLike?: string): TestResult => ({
  lesson: '42',
  step: `42.${n}`,
  title: `${n} ${points}`,
  points,
  earned,
  status: earned === points ? 'passed' : 'failed',
  transcript: [],
  ...(earned === points ? {} : { failure: { expected: '', saw: '', log: [], looksLike } }),
});

const report = (...tests: TestResult[]): LessonReport => ({ lesson: '42', target: 'lessons', tests });
const half = report(result(1, 40, 40), result(2, 50, 0, 'L42-B01'), result(2, 10, 10));

test('nothing written yet is no progress', () => {
  expect(readProgress(file)).toEqual({ version: 1, steps: {}, hints: {}, last: {} });
  expect(openStepOf(readProgress(file), lesson)?.id).toBe('42.1');
});

test('points of a graded lesson are kept by the stable keys of its steps', () => {
  updateProgress((progress) => recordReport(progress, lesson, half), file);
  const progress = readProgress(file);
  expect(progress.steps).toEqual({ 'tested/1': { earned: 40, points: 40 }, 'tested/2': { earned: 10, points: 60 } });
  expect(earnedIn(progress, lesson)).toBe(50);
  expect(openStepOf(progress, lesson)?.id).toBe('42.2');
  expect(nextOpenLesson(progress, [lesson])).toBe(lesson);
});

test('a step that has done what it can, and waits for a later one, is not the one to work at', () => {
  const waits: TestResult = { ...result(1, 30, 0), status: 'todo', waitsFor: '42.2' };
  const some = report(result(1, 10, 10), waits, { ...result(2, 60, 0), status: 'todo' });
  const progress = updateProgress((now) => recordReport(now, lesson, some), file);
  expect(openStepOf(progress, lesson)?.id).toBe('42.2');
  recordReport(progress, lesson, report(result(1, 10, 0), waits, result(2, 60, 0)));
  expect(openStepOf(progress, lesson)?.id).toBe('42.1');
  recordReport(progress, lesson, report(result(1, 10, 10), waits, result(2, 60, 60)));
  expect(openStepOf(progress, lesson)?.id).toBe('42.1');
});

test('a failure is noted at the step that its mistake is made in, too', () => {
  const made = { ...lesson, mistakes: { 'L42-B01': { slug: 'slip', step: '42.1', name: 'a slip', question: 'Why?' } } };
  const progress = readProgress(file);
  recordReport(progress, made, half);
  expect([1, 2].map((n) => progress.last[`tested/${n}`]?.looksLike)).toEqual(['L42-B01', 'L42-B01']);
});

test('a run of some tests, or of none, changes no points', () => {
  const progress = updateProgress((now) => recordReport(now, lesson, half), file);
  expect(recordReport(progress, lesson, report(result(1, 40, 0)))).toBe(false);
  expect(recordReport(progress, lesson, { ...report(), error: 'no such file' })).toBe(false);
  expect(earnedIn(progress, lesson)).toBe(50);
});

test('hints begin with the question of the mistake that was seen, once', () => {
  const progress = readProgress(file);
  recordReport(progress, lesson, half);
  const kinds = (): unknown[] => [1, 2, 3, 4].map(() => nextNudge(progress, lesson, step(2)).kind);
  expect(kinds()).toEqual(['question', 'hint', 'hint', 'none']);
  recordReport(progress, lesson, half);
  expect(nextNudge(progress, lesson, step(2)).kind).toBe('none');
});

test.each(['', '{"version": 1, "steps": {"a":', 'null', '[]', '{"version": 1, "steps": 3, "hints": {}, "last": {}}'])(
  'the damaged file %j is set aside with a sentence',
  (text) => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    mkdirSync(join(folder, '.lab'));
    writeFileSync(file, text);
    expect(readProgress(file).steps).toEqual({});
    const names = readdirSync(join(folder, '.lab'));
    expect(names).toEqual([expect.stringMatching(/^progress\.json\.broken-/)]);
    expect(readFileSync(join(folder, '.lab', names[0] ?? ''), 'utf8')).toBe(text);
    expect(said).toHaveBeenCalledOnce();
  },
);

test('a file that cannot be read, cannot be written, or comes from a newer version stops the command', () => {
  mkdirSync(file, { recursive: true });
  expect(() => readProgress(file)).toThrow('cannot be read (EISDIR)');
  rmSync(file, { recursive: true });
  writeFileSync(file, '{"version": 2, "steps": {}, "hints": {}, "last": {}}');
  expect(() => updateProgress(() => {}, file)).toThrow('newer version');
  expect(readFileSync(file, 'utf8')).toContain('"version": 2');
  expect(() => updateProgress(() => {}, '/proc/progress.json')).toThrow(/cannot be written \(E/);
});

test('writing leaves no draft behind', () => {
  updateProgress(() => {}, file);
  expect(readdirSync(join(folder, '.lab'))).toEqual(['progress.json']);
});
