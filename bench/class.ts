import { mkdirSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { chooseCage } from '../src/class/cage.ts';
import { tableHead, tableRow } from '../src/class/formats/table.ts';
import { gradeClass } from '../src/class/grade-class.ts';
import type { Plan } from '../src/class/plan.ts';
import { prove } from '../src/class/prove.ts';
import { earnedOf, type SubmissionReport } from '../src/class/submission-report.ts';
import { findSubmissions } from '../src/class/submissions.ts';
import { lessons } from '../src/course/registry.ts';
import { allMistakes } from '../src/grading/check-mistake.ts';
import { makeScratch, removeScratch } from '../src/host/scratch.ts';
import { reasonText } from '../src/report/failure-text.ts';
import { caged } from '../test/class/caged.ts';
import {
  HOSTILE,
  pointsWithout,
  putHostile,
  putMistake,
  putReference,
  putSkeletons,
} from '../test/class/submissions.ts';

/**
 * A class of 100 graded twice: the reference, the skeletons, known mistakes and hostile submissions. Exits 1 when a grade
 * is not the expected one, when the second grading differs from the first, or when something is left behind.
 */
const SIZE = Number(process.argv[2] ?? 100);
const ROUNDS = Number(process.argv[3] ?? 2);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = makeScratch();
/** Marks all processes of this run. */
const temporary = makeScratch();
process.env['TMPDIR'] = temporary;
process.on('exit', () => {
  for (const path of [folder, temporary]) removeScratch(path);
});

/**
 * The lowest and the highest right grade of each: a known mistake fails its own tests, and may fail the ones in `also`. Null is
 * no grade.
 */
const expected = new Map<string, readonly [number, number] | null>();

function make(name: string, points: number | null, put: (target: string) => void, most = points): void {
  mkdirSync(join(folder, name));
  put(join(folder, name));
  expected.set(name, points === null || most === null ? null : [points, most]);
}

async function makeClass(plan: Plan): Promise<void> {
  make('reference', 100 * lessons.length, putReference);
  make('skeletons', 0, putSkeletons);
  for (const [name, { points }] of Object.entries(HOSTILE)) make(name, points, (target) => putHostile(target, name));
  const { tasks } = await allMistakes(lessons);
  // A fixed choice, spread over all lessons.
  const step = Math.max(1, tasks.length / Math.max(1, SIZE - expected.size));
  for (let at = 0; Math.floor(at) < tasks.length && expected.size < SIZE; at += step) {
    const task = tasks[Math.floor(at)];
    if (task === undefined) break;
    const { lesson, known } = task;
    const planned = plan.get(lesson) ?? [];
    const least = pointsWithout([...known.fails, ...(known.also ?? [])], planned);
    make(
      `${lesson.id}-${known.slug}`,
      least,
      (target) => putMistake(target, lesson, known),
      pointsWithout(known.fails, planned),
    );
  }
}

function asExpected(name: string, got: number | null): boolean {
  const range = expected.get(name) ?? null;
  if (range === null || got === null) return range === got;
  return got >= range[0] && got <= range[1];
}

type Grades = Map<string, number | null>;

/** The failures of a submission: printed if its grade is not the expected one, or changed between the gradings. */
const lost = ({ lessons: graded }: SubmissionReport): string[] =>
  graded
    .filter(({ untouched }) => !untouched)
    .flatMap(({ lesson, notes, tests }) => [
      ...notes.map((note) => `      ${lesson}: ${note}`),
      ...tests
        .filter(({ status }) => status !== 'passed')
        .map((test) => `      ${test.title}: ${test.status}, ${reasonText(test)}`),
    ]);

async function gradeAll(plan: Plan, before: Grades | null): Promise<{ grades: Grades; perMinute: number }> {
  const grades: Grades = new Map();
  const start = performance.now();
  const onDone = (report: SubmissionReport): void => {
    const got = earnedOf(report);
    grades.set(report.name, got);
    const wishes: string[] = [];
    if (!asExpected(report.name, got)) wishes.push(`expected ${expected.get(report.name)?.join(' to ') ?? 'no grade'}`);
    if (before !== null && before.get(report.name) !== got) wishes.push(`before ${before.get(report.name)}`);
    say([tableRow(report), ...wishes].join('   '));
    if (wishes.length > 0) say(lost(report).join('\n'));
  };
  await gradeClass(findSubmissions(folder, lessons).submissions, {
    plan,
    cage: chooseCage(),
    jobs: availableParallelism(),
    onDone,
  });
  return { grades, perMinute: (grades.size * 60_000) / (performance.now() - start) };
}

/** Temporary files, and processes of cages, which have a process namespace of their own: none may stay. */
const leftovers = (): string[] => [
  ...readdirSync(temporary).map((name) => join(temporary, name)),
  ...caged().map(({ pid }) => `process ${pid}`),
];

const plan = await prove(lessons, chooseCage(), availableParallelism());
await makeClass(plan);
let first: Grades | null = null;
let wrong = 0;
for (let round = 1; round <= ROUNDS; round++) {
  say(`\n round ${round}: ${expected.size} submissions`);
  say(tableHead(lessons));
  const { grades, perMinute } = await gradeAll(plan, first);
  const unexpected = [...grades].filter(([name, got]) => !asExpected(name, got));
  const changed = first === null ? [] : [...grades].filter(([name, got]) => first?.get(name) !== got);
  wrong += unexpected.length + changed.length;
  say(
    `\n ${perMinute.toFixed(1)} submissions a minute; ${unexpected.length} not as expected, ${changed.length} not as before`,
  );
  first ??= grades;
}
const left = leftovers();
say(` left behind: ${left.length === 0 ? 'nothing' : left.join(', ')}`);
process.exitCode = wrong === 0 && left.length === 0 ? 0 : 1;
