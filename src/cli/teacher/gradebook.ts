import { readFileSync } from 'node:fs';
import { classPage, summary } from '../../class/gradebook/class-page.ts';
import { classView, type LessonView } from '../../class/gradebook/class-view.ts';
import { type Gradebook, gradebookOf, totalOf } from '../../class/gradebook/gradebook.ts';
import { gradedIn } from '../../class/gradebook/graded.ts';
import type { LatePolicy } from '../../class/gradebook/late.ts';
import { rosterOf } from '../../class/gradebook/roster.ts';
import { canvasCsv, moodleCsv, peopleCsv } from '../../class/gradebook/tables.ts';
import { timeOf } from '../../class/gradebook/time.ts';
import { writeAtomically } from '../../host/atomic-write.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { columns as width } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { table } from '../../text/table.ts';
import { fromCaller } from '../terminal/from-caller.ts';
import { say } from '../terminal/terminal.ts';

const USAGE = `npm run gradebook -- grades.json… [roster=FILE] [csv=FILE] [moodle=FILE] [canvas=FILE] [page=FILE]
                     [deadline=2026-11-30T23:59 [grace=MINUTES] [percent=N]]

  grades.json   reports of npm run grade; of several submissions of a person the best one counts, lesson by lesson
  roster        CSV with the columns folder, id, name, and email and submitted where you have them
  csv           the gradebook for a spreadsheet; moodle and canvas: what these import; page: the class, step by step
  percent       what each day costs that has begun since the deadline; 10 when you do not say

Everything else is in grading/README.md.`;

const OUTPUTS = { csv: peopleCsv, moodle: moodleCsv, canvas: canvasCsv } as const;
const OPTIONS = [...Object.keys(OUTPUTS), 'page', 'roster', 'deadline', 'grace', 'percent'];

/** `npm run gradebook -- grades.json… [option=value…]`: what a class has earned, and where it is. */
export async function gradebook(args: readonly string[]): Promise<number> {
  if (args.length === 0 || args.some((word) => ['--help', '-h', 'help'].includes(word))) {
    say(USAGE);
    return args.length === 0 ? EXIT.usage : EXIT.ok;
  }
  const { reports, options } = parse(args);
  const path = options.get('roster');
  const roster = path === undefined ? null : rosterOf(read(path), path);
  for (const name of ['moodle', 'canvas'])
    if (roster === null && options.has(name)) throw new Stop(`${name} needs a roster: roster=FILE.`, EXIT.usage);
  const policy = policyOf(options);
  if (policy !== null && roster?.some(({ submitted }) => submitted !== null) !== true)
    throw new Stop(
      'A deadline needs a roster with the times that the platform gives, in a column "submitted".',
      EXIT.usage,
    );
  const book = gradebookOf(
    reports.flatMap((report) => gradedIn(read(report), report)),
    roster,
    policy,
  );
  const views = classView(book);
  for (const [name, make] of Object.entries(OUTPUTS)) write(options.get(name), () => make(book));
  write(options.get('page'), () => classPage(views));
  sayBook(book);
  for (const view of views) sayView(view);
  return sayOpen(book) ? EXIT.ok : EXIT.failed;
}

function parse(args: readonly string[]): { reports: readonly string[]; options: ReadonlyMap<string, string> } {
  const options = new Map<string, string>();
  const reports: string[] = [];
  for (const word of args.filter((arg) => arg !== '--').map((arg) => arg.replace(/^--(?=.)/, ''))) {
    const [, name = '', value = ''] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
    if (name === '') reports.push(word);
    else if (!OPTIONS.includes(name))
      throw new Stop(`gradebook has no option "${name}": there are ${OPTIONS.join(', ')}.`, EXIT.usage);
    else if (value === '') throw new Stop(`${name} needs a value: ${name}=…`, EXIT.usage);
    else options.set(name, value);
  }
  if (reports.length === 0) throw new Stop('Name the JSON report of npm run grade: grades.json', EXIT.usage);
  return { reports, options };
}

function policyOf(options: ReadonlyMap<string, string>): LatePolicy | null {
  const text = options.get('deadline');
  const number = (name: string, standard: number, most: number): number => {
    const value = options.has(name) ? Number(options.get(name)) : standard;
    if (!(value >= 0 && value <= most)) throw new Stop(`${name} is a number from 0 to ${most}.`, EXIT.usage);
    return value;
  };
  const [grace, percent] = [number('grace', 0, 10_000), number('percent', 10, 100)];
  if (text === undefined) {
    if (options.has('grace') || options.has('percent'))
      throw new Stop('grace and percent belong to a deadline: deadline=2026-11-30T23:59', EXIT.usage);
    return null;
  }
  const deadline = timeOf(text);
  if (deadline === null) throw new Stop(`"${text}" is no time: deadline=2026-11-30T23:59`, EXIT.usage);
  return { deadline, grace, percent };
}

function read(path: string): string {
  try {
    return readFileSync(fromCaller(path), 'utf8');
  } catch (error) {
    throw new Stop(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, EXIT.usage);
  }
}

function write(path: string | undefined, make: () => string): void {
  if (path === undefined) return;
  try {
    writeAtomically(fromCaller(path), make());
  } catch (error) {
    throw new Stop(`${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function sayBook(book: Gradebook): void {
  const head = ['', ...book.columns.map(({ lesson }) => lesson), 'points'];
  const rows = book.people.map((person) => [
    person.name,
    ...book.columns.map(({ lesson }) => {
      const counted = person.lessons.get(lesson);
      if (counted === undefined || counted === 'not graded') return counted === undefined ? '' : 'n/g';
      return counted.days === 0 ? String(counted.points) : `${counted.points} (${counted.days} d)`;
    }),
    String(totalOf(person, book.columns) ?? 'no grade'),
  ]);
  say('');
  for (const line of table([head, ...rows], width(), { head: true, numbers: true, indent: 1 })) say(line);
}

const BAR = 12;

function sayView(view: LessonView): void {
  say(`\n ${paint.bold(`${view.lesson}  ${view.title}`)}   ${summary(view)}`);
  for (const { step, title, complete, stops, mistakes } of view.steps) {
    const filled = view.people === 0 ? 0 : Math.round((complete / view.people) * BAR);
    const bar = paint.green('█'.repeat(filled)) + paint.dim('░'.repeat(BAR - filled));
    say(
      `   ${step}  ${bar} ${String(complete).padStart(3)}${stops === 0 ? '' : paint.yellow(`  stops ${stops}`)}  ${title}`,
    );
    const names = mistakes.map(({ name, people }) => `${name} (${people})`);
    if (names.length > 0) say(paint.dim(paragraph(names.join('; '), width(), 9)));
  }
}

/** Says what is open, and returns whether nothing is. */
function sayOpen(book: Gradebook): boolean {
  const list = (what: string, names: readonly string[]): void => {
    if (names.length > 0) say(`\n${paragraph(`${what}: ${names.join(', ')}.`, width(), 1)}`);
  };
  const without = book.people.filter((person) => totalOf(person, book.columns) === null).map(({ name }) => name);
  list('Nothing handed in, and no row', book.absent);
  list('No time in the roster, so counted as in time', book.timeless);
  list('Not in the roster, and no row', book.strangers);
  list('No grade in every lesson, and no row in what a platform imports', without);
  return book.strangers.length === 0 && without.length === 0;
}
