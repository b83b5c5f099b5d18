import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Lesson } from '../../src/course/lesson.ts';
import type { LessonReport, TestResult } from '../../src/grading/result.ts';
import { lastSeen, nextNudge } from '../../src/progress/nudges.ts';
import { earnedIn, nextOpenLesson, openStepOf } from '../../src/progress/points.ts';
import { recordReport } from '../../src/progress/record-report.ts';
import { readProgress, updateProgress } from '../../src/progress/store.ts';

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

const step = (n: number) => ({ id: `42.${n}`, key: `tested/${n}`, title: '', file: 'a.ts' });
const HINTS = ['one', 'two'];

const lesson: Lesson = {
  id: '42',
  slug: 'tested',
  title: '',
  goal: '',
  goals: [],
  buildsOn: [],
  hours: 1,
  files: ['a.ts'],
  given: [],
  steps: [step(1), step(2)],
  run: { server: 'a.ts', talk: '' },
  diagnoses: { slip: { name: 'a slip', question: 'Why?' } },
};

const test42 = (n: number, points: number) => ({ lesson: '42', step: `42.${n}`, title: `${n} ${points}`, points });

const passed = (n: number, points: number): TestResult => ({
  ...test42(n, points),
  status: 'passed',
  transcript: [],
});

const failed = (n: number, points: number, looksLike?: string): TestResult => ({
  ...test42(n, points),
  status: 'failed',
  transcript: [],
  failure: { expected: '', saw: '', log: [], looksLike },
  unwritten: [],
});

/** A test of step n that stops because step `missing` is not written. */
const todo = (n: number, points: number, missing: number): TestResult => ({
  ...test42(n, points),
  status: 'todo',
  transcript: [],
  todo: { step: `42.${missing}`, task: '', place: null },
});

const report = (...tests: TestResult[]): LessonReport => ({ lesson: '42', tests });
const half = report(passed(1, 40), failed(2, 50, 'slip'), passed(2, 10));

test('without a file there is no progress', () => {
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

test('a step that only a later one holds up is not the open step', () => {
  const waits = todo(1, 30, 2);
  const some = report(passed(1, 10), waits, todo(2, 60, 2));
  const progress = updateProgress((now) => recordReport(now, lesson, some), file);
  expect(openStepOf(progress, lesson)?.id).toBe('42.2');
  recordReport(progress, lesson, report(failed(1, 10), waits, failed(2, 60)));
  expect(openStepOf(progress, lesson)?.id).toBe('42.1');
  recordReport(progress, lesson, report(passed(1, 10), waits, passed(2, 60)));
  expect(openStepOf(progress, lesson)?.id).toBe('42.1');
});

test('a failure is also noted at the step in which its mistake is made', () => {
  const made = { ...lesson, diagnoses: { slip: { step: '42.1', name: 'a slip', question: 'Why?' } } };
  const progress = readProgress(file);
  recordReport(progress, made, half);
  expect([1, 2].map((n) => progress.last[`tested/${n}`]?.looksLike)).toEqual(['slip', 'slip']);
});

test('a run of some tests, or of none, changes no points', () => {
  const progress = updateProgress((now) => recordReport(now, lesson, half), file);
  expect(recordReport(progress, lesson, report(failed(1, 40)))).toBe(false);
  expect(recordReport(progress, lesson, { ...report(), error: 'no such file' })).toBe(false);
  expect(earnedIn(progress, lesson)).toBe(50);
});

test('hints begin with the question of the recognised mistake, once', () => {
  const progress = readProgress(file);
  recordReport(progress, lesson, half);
  const kinds = (): unknown[] => [1, 2, 3, 4].map(() => nextNudge(progress, lesson, step(2), HINTS).kind);
  expect(kinds()).toEqual(['question', 'hint', 'hint', 'none']);
  recordReport(progress, lesson, half);
  expect(nextNudge(progress, lesson, step(2), HINTS).kind).toBe('none');
});

test('a file from before mistakes had slugs keeps its points, hints and failures', () => {
  mkdirSync(join(folder, '.lab'));
  const steps = { 'tested/1': { earned: 40, points: 40 }, 'tested/2': { earned: 10, points: 60 } };
  const last = {
    'tested/2': { looksLike: 'L42-B01', told: false, title: 'echoes', expected: 'hello', saw: 'nothing' },
  };
  writeFileSync(file, JSON.stringify({ version: 1, steps, hints: { 'tested/2': 1 }, last, classes: { tested: 3 } }));
  const progress = updateProgress((now) => nextNudge(now, lesson, step(2), HINTS), file);
  expect(progress).toMatchObject({ steps, hints: { 'tested/2': 2 }, classes: { tested: 3 } });
  expect(lastSeen(progress, step(2))).toEqual({ title: 'echoes', expected: 'hello', saw: 'nothing' });
  expect(readProgress(file)).toEqual(progress);
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
