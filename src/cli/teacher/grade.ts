import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cageNamed, chooseCage } from '../../class/cage.ts';
import { endGrading } from '../../class/caged-run.ts';
import { classroomJson } from '../../class/formats/classroom.ts';
import { gradescopeJson } from '../../class/formats/gradescope.ts';
import { classJson } from '../../class/formats/json.ts';
import { junitXml } from '../../class/formats/junit.ts';
import { tableHead, tableRow } from '../../class/formats/table.ts';
import { submissionText } from '../../class/formats/text.ts';
import { gradeClass } from '../../class/grade-class.ts';
import { prove } from '../../class/prove.ts';
import { earnedOf, isGraded, isMissing, possibleOf, type SubmissionReport } from '../../class/submission-report.ts';
import { findSubmissions, type Submission } from '../../class/submissions.ts';
import type { Lesson } from '../../course/lesson.ts';
import { lessons as allLessons, findLesson, folderName, proofDir } from '../../course/registry.ts';
import { writeAtomically } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { writeProblem } from '../../host/write-problem.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { ending } from '../terminal/interrupt.ts';
import { say } from '../terminal/terminal.ts';

/** Formats with one file for all submissions, and formats with one file for each. */
const TOGETHER = { json: classJson, junit: junitXml } as const;
const EACH = { gradescope: gradescopeJson, classroom: classroomJson, text: submissionText } as const;
const OPTIONS = [...Object.keys(TOGETHER), ...Object.keys(EACH), 'jobs', 'cage'];
const ENDINGS: Readonly<Record<string, string>> = { text: '.txt' };

interface Request {
  readonly folder: string | null;
  readonly lessons: readonly Lesson[];
  readonly options: ReadonlyMap<string, string>;
}

/** `npm run grade [FOLDER] [lessons…] [format=FILE…] [jobs=N] [cage=…]` */
export async function grade(args: readonly string[]): Promise<number> {
  if (args.some((word) => ['--help', '-h', 'help'].includes(word))) {
    say(USAGE);
    return EXIT.ok;
  }
  const { folder, lessons, options } = parse(args);
  const bare = lessons.find((lesson) => !existsSync(proofDir(lesson)));
  if (bare !== undefined)
    throw new Stop(`Grading a class needs the solutions, and solutions/${folderName(bare)} is not here.`);
  const own = folder === null;
  const { submissions, leftOut } = own
    ? { submissions: [{ name: basename(PROJECT), lessons: join(PROJECT, 'lessons') }], leftOut: [] }
    : findSubmissions(fromCaller(folder), lessons);
  // Only the user's own work runs without a sandbox.
  const wanted = cageNamed(options.get('cage') ?? (own ? 'none' : undefined));
  const jobs = jobsOf(options.get('jobs'));
  for (const [name, path] of options) checkOutput(name, path, submissions.length > 1);
  const cage = chooseCage(wanted);
  const problem = writeProblem();
  if (problem !== null) throw new Stop(problem);
  if (leftOut.length > 0) say(` not graded, because it is no folder: ${named(leftOut)}\n`);
  const done: SubmissionReport[] = [];
  let start = performance.now();
  await ending(
    async () => {
      endGrading();
      write(inOrder(submissions, done), options, submissions.length);
      if (done.length < submissions.length)
        say(
          `\n Ended early: ${done.length} of ${submissions.length} are graded. The table and the reports contain only these.`,
        );
    },
    async () => {
      say(` The references first, in the cage "${cage}" …`);
      const plan = await prove(lessons, cage, jobs);
      say(` They get all points.\n\n${tableHead(lessons)}`);
      start = performance.now();
      const onDone = (report: SubmissionReport): void => {
        done.push(report);
        say(tableRow(report));
      };
      await gradeClass(submissions, { plan, cage, jobs, onDone });
    },
  );
  const minutes = (performance.now() - start) / 60_000;
  const empty = done.filter((report) => report.lessons.every(isMissing));
  const pace = minutes < A_SECOND ? '' : `${(done.length / minutes).toFixed(1)} a minute, `;
  say(`\n ${done.length} graded, ${pace}cage: ${cage}`);
  if (empty.length > 0)
    say(
      ` ${empty.length} without any lesson: ${named(empty.map(({ name }) => name))}. The reports name the expected files.`,
    );
  const without = done.filter((report) => !report.lessons.every(isGraded));
  if (without.length > 0)
    say(` ${without.length} not graded: ${named(without.map(({ name }) => name))}. The reports say why.`);
  if (empty.length === done.length || without.length > 0) return EXIT.failed;
  return done.every((report) => earnedOf(report) === possibleOf(report)) || !own ? EXIT.ok : EXIT.failed;
}

const USAGE = `npm run grade -- FOLDER [lessons] [format=FILE] [jobs=N] [cage=bwrap|container|none]

  FOLDER     one folder a person: a clone of the lab, its lessons folder, or for one lesson its files;
             without it your own lessons are graded
  lessons    01 02 …; all when you name none
  format     json=FILE junit=FILE, for all; text=FOLDER gradescope=FOLDER classroom=FOLDER, one file a person

Everything else is in grading/README.md.`;

/** In minutes. Skeletons alone take less: nothing is run. */
const A_SECOND = 1 / 60;
const SHOWN = 5;
const named = (names: readonly string[]): string =>
  names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Checked before the grading, because a report that cannot be written would waste it. */
function checkOutput(name: string, path: string, many: boolean): void {
  const each = name in EACH;
  if (!each && !(name in TOGETHER)) return;
  const target = fromCaller(path);
  const folder = each && (many ? existsSync(target) : isFolder(target)) ? target : dirname(target);
  const refuse = (why: string): never => {
    throw new Stop(`${name}=${path} cannot be written: ${why}.`, EXIT.usage);
  };
  if (!existsSync(folder)) refuse(`there is no folder ${folder}`);
  if (!statSync(folder).isDirectory()) refuse(`${folder} is no folder`);
  if (folder !== target && existsSync(target) && statSync(target).isDirectory()) refuse('it is a folder');
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    refuse(`you may not write in ${folder}`);
  }
}

/** Options as `name=value`, `--name=value` or `--name value`: npm takes those with dashes for itself unless they follow `--`. */
function parse(args: readonly string[]): Request {
  const words = args.filter((arg) => arg !== '--');
  const options = new Map<string, string>();
  const lessons: Lesson[] = [];
  let folder: string | null = null;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    const [, dashes = '', name = '', value] = /^(--)?([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    const lesson = findLesson(word);
    if (OPTIONS.includes(name) && (value !== undefined || dashes !== '')) {
      const given = value ?? words[++i];
      if (given === undefined || given === '') throw new Stop(`${name} needs a value: ${name}=…`, EXIT.usage);
      options.set(name, given);
    } else if (OPTIONS.includes(word)) throw new Stop(`${word} needs a value: ${word}=…`, EXIT.usage);
    else if (word.startsWith('--') || (value !== undefined && name !== '')) {
      throw new Stop(`grade has no option "${name || word}": there are ${OPTIONS.join(', ')}.`, EXIT.usage);
    } else if (lesson !== null) lessons.push(lesson);
    else if (word === '') throw new Stop('An empty word names no folder.', EXIT.usage);
    else if (folder === null) folder = word;
    else if (/^\d+$/.test(word))
      throw new Stop(`There is no lesson ${word}: there are ${allLessons.map(({ id }) => id).join(', ')}.`, EXIT.usage);
    else throw new Stop(`grade takes one folder, and lessons by number: what is "${word}"?`, EXIT.usage);
  }
  return { folder, lessons: lessons.length === 0 ? allLessons : lessons, options };
}

function jobsOf(text: string | undefined): number {
  const jobs = text === undefined ? availableParallelism() : Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64) throw new Stop('jobs is a number from 1 to 64.', EXIT.usage);
  return jobs;
}

/** Reports in the order of the submissions, not of their completion. */
const inOrder = (submissions: readonly Submission[], reports: readonly SubmissionReport[]): SubmissionReport[] =>
  submissions.flatMap(({ name }) => reports.filter((report) => report.name === name));

/** Writes all reports that can be written, then throws the first error. */
function write(reports: readonly SubmissionReport[], options: ReadonlyMap<string, string>, found: number): void {
  const problems: unknown[] = [];
  const attempt = (path: string, text: string): void => {
    try {
      writeReport(path, text);
    } catch (error) {
      problems.push(error);
    }
  };
  for (const [name, path] of options) {
    const together = TOGETHER[name as keyof typeof TOGETHER];
    const each = EACH[name as keyof typeof EACH];
    if (together !== undefined) attempt(path, together(reports, found));
    else if (each !== undefined)
      for (const report of reports)
        attempt(
          found > 1 || isFolder(fromCaller(path)) ? join(path, `${report.name}${ENDINGS[name] ?? '.json'}`) : path,
          each(report),
        );
  }
  if (problems.length > 0) throw problems[0];
}

function writeReport(path: string, text: string): void {
  try {
    writeAtomically(fromCaller(path), text);
  } catch (error) {
    throw new Stop(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}
