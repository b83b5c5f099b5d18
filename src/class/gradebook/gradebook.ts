import { Stop } from '../../host/stop.ts';
import type { GradedLesson, GradedSubmission } from './graded.ts';
import { afterDeduction, type LatePolicy, lateDays } from './late.ts';
import { lineOf, type RosterLine } from './roster.ts';

/** A lesson, and what there is to earn. */
export interface Column {
  readonly lesson: string;
  readonly title: string;
  readonly points: number;
}

/** The submission that counts for a lesson of a person. */
export interface Counted {
  readonly submission: string;
  readonly graded: GradedLesson;
  /** Days late, and the points that are left. */
  readonly days: number;
  readonly points: number;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** By lesson: the best submission; `not graded` where one of the person's is not, because that might have been the best. */
  readonly lessons: ReadonlyMap<string, Counted | 'not graded'>;
}

export interface Gradebook {
  readonly columns: readonly Column[];
  readonly people: readonly Person[];
  /** Submissions that the roster does not name. */
  readonly strangers: readonly string[];
  /** People of whom there is no submission. */
  readonly absent: readonly string[];
  /** Submissions that count as in time because the roster has no time for them. */
  readonly timeless: readonly string[];
}

/** Puts the reports of a class together. Without a roster each submission is a person of its own. */
export function gradebookOf(
  submissions: readonly GradedSubmission[],
  roster: readonly RosterLine[] | null,
  policy: LatePolicy | null,
): Gradebook {
  const known = submissions.map((submission) => ({ submission, line: lineFor(roster, submission.name) }));
  const lines = roster ?? known.flatMap(({ line }) => line ?? []);
  const people: Person[] = [];
  const absent: string[] = [];
  for (const { id, name, email } of firstLines(lines)) {
    const own = known.filter(({ line }) => line?.id === id);
    if (own.length === 0) absent.push(name);
    else people.push({ id, name, email, lessons: bestOf(own, policy) });
  }
  const named = (holds: (line: RosterLine | null) => boolean): string[] => [
    ...new Set(known.filter(({ line }) => holds(line)).map(({ submission }) => submission.name)),
  ];
  return {
    columns: columnsOf(submissions),
    people: people.sort((a, b) => a.name.localeCompare(b.name, 'en')),
    strangers: named((line) => line === null),
    absent,
    timeless: policy === null ? [] : named((line) => line !== null && line.submitted === null),
  };
}

const lineFor = (roster: readonly RosterLine[] | null, name: string): RosterLine | null =>
  roster === null ? { folder: name, id: name, name, email: '', submitted: null } : lineOf(roster, name);

/** One line for each person. */
const firstLines = (lines: readonly RosterLine[]): RosterLine[] => [
  ...new Map([...lines].reverse().map((line) => [line.id, line])).values(),
];

interface Known {
  readonly submission: GradedSubmission;
  readonly line: RosterLine | null;
}

function bestOf(own: readonly Known[], policy: LatePolicy | null): Map<string, Counted | 'not graded'> {
  const best = new Map<string, Counted | 'not graded'>();
  for (const { submission, line } of own)
    for (const graded of submission.lessons) {
      const before = best.get(graded.lesson);
      const now = counted(submission.name, graded, line?.submitted ?? null, policy);
      if (now === 'not graded') best.set(graded.lesson, now);
      else if (before === undefined || (before !== 'not graded' && before.points < now.points))
        best.set(graded.lesson, now);
    }
  return best;
}

function counted(
  submission: string,
  graded: GradedLesson,
  submitted: Date | null,
  policy: LatePolicy | null,
): Counted | 'not graded' {
  if (graded.earned === null) return 'not graded';
  const days = policy === null || submitted === null ? 0 : lateDays(policy, submitted);
  const points = policy === null ? graded.earned : afterDeduction(graded.earned, days, policy);
  return { submission, graded, days, points };
}

function columnsOf(submissions: readonly GradedSubmission[]): Column[] {
  const columns = new Map<string, Column>();
  for (const { lesson, title, points } of submissions.flatMap(({ lessons }) => lessons)) {
    const before = columns.get(lesson);
    if (before !== undefined && before.points !== points)
      throw new Stop(`Lesson ${lesson} has ${before.points} points in one report and ${points} in another.`);
    columns.set(lesson, { lesson, title, points });
  }
  return [...columns.values()].sort((a, b) => a.lesson.localeCompare(b.lesson));
}

/** The points of all lessons; null when one of them is missing or not graded. */
export function totalOf({ lessons }: Person, columns: readonly Column[]): number | null {
  let sum = 0;
  for (const { lesson } of columns) {
    const counted = lessons.get(lesson);
    if (counted === undefined || counted === 'not graded') return null;
    sum += counted.points;
  }
  return Math.round(sum * 100) / 100;
}
