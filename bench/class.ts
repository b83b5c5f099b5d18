import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { chooseCage } from '../src/class/cage.ts';
import { gradeClass } from '../src/class/class.ts';
import { tableHead, tableRow } from '../src/class/formats/table.ts';
import { planOf } from '../src/class/grading.ts';
import { earnedOf, type SubmissionReport } from '../src/class/report.ts';
import { findSubmissions } from '../src/class/submissions.ts';
import { allProcesses } from '../src/kit/proc.ts';
import { allMistakes } from '../src/lab/mistake-check.ts';
import { lessons } from '../src/lab/registry.ts';
import {
  HOSTILE,
  pointsWith,
  putHostile,
  putMistake,
  putReference,
  putSkeletons,
} from '../test/support/submissions.ts';

/**
 * A class of 100 graded twice: the reference, the skeletons, known mistakes and hostile submissions. Exits 1 when a grade
 * is not the expected one, when the second grading differs from the first, or when something is left behind.
 */
const SIZE = Number(process.argv[2] ?? 100);
const ROUNDS = Number(process.argv[3] ?? 2);
const say = (text: string): boolean => process.stdout.write(`${text}\n`);
const folder = mkdtempSync(join(tmpdir(), 'lab-class-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const expected = new Map<string, number>();

function make(name: string, points: number, put: (target: string) => void): void {
  mkdirSync(join(folder, name));
  put(join(folder, name));
  expected.set(name, points);
}

async function makeClass(): Promise<void> {
  make('reference', 100 * lessons.length, putReference);
  make('skeletons', 0, putSkeletons);
  for (const [name, { points }] of Object.entries(HOSTILE)) make(name, points, (target) => putHostile(target, name));
  const plan = await planOf(lessons);
  const { tasks } = await allMistakes(lessons);
  // Spread over all lessons, and the same ones each time.
  const step = Math.max(1, tasks.length / Math.max(1, SIZE - expected.size));
  for (let at = 0; Math.floor(at) < tasks.length && expected.size < SIZE; at += step) {
    const task = tasks[Math.floor(at)];
    if (task === undefined) break;
    const { lesson, known } = task;
    make(known.id, pointsWith(known, plan.get(lesson) ?? []), (target) => putMistake(target, lesson, known));
  }
}

async function gradeAll(): Promise<{ points: Map<string, number>; perMinute: number }> {
  const points = new Map<string, number>();
  const start = performance.now();
  const onDone = (report: SubmissionReport): void => {
    points.set(report.name, earnedOf(report));
    const wanted = expected.get(report.name);
    say(`${tableRow(report)}${points.get(report.name) === wanted ? '' : `   expected ${wanted}`}`);
  };
  await gradeClass(findSubmissions(folder, lessons), {
    lessons,
    cage: chooseCage(undefined),
    jobs: availableParallelism(),
    onDone,
  });
  return { points, perMinute: (points.size * 60_000) / (performance.now() - start) };
}

/** How much there is of what must not grow: temporary files, and processes. */
const leftovers = (): string[] => [
  ...readdirSync(tmpdir()).filter((name) => name !== folder.split('/').at(-1)),
  ...allProcesses()
    .filter(({ state }) => state !== 'Z')
    .map(({ pid }) => `process ${pid}`),
];

await makeClass();
const before = new Set(leftovers());
let first: Map<string, number> | null = null;
let wrong = 0;
for (let round = 1; round <= ROUNDS; round++) {
  say(`\n round ${round}: ${expected.size} submissions`);
  say(tableHead(lessons));
  const { points, perMinute } = await gradeAll();
  const unexpected = [...expected].filter(([name, wanted]) => points.get(name) !== wanted);
  const changed = first === null ? [] : [...points].filter(([name, got]) => first?.get(name) !== got);
  wrong += unexpected.length + changed.length;
  say(
    `\n ${perMinute.toFixed(1)} submissions a minute; ${unexpected.length} not as expected, ${changed.length} not as before`,
  );
  first = points;
}
const left = leftovers().filter((name) => !before.has(name));
say(` left behind: ${left.length === 0 ? 'nothing' : left.join(', ')}`);
process.exitCode = wrong === 0 && left.length === 0 ? 0 : 1;
