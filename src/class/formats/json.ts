import { earned } from '../../lab/results.ts';
import { earnedOf, possibleOf, type SubmissionReport } from '../report.ts';

/** Everything that is known, for scripts. Fields are added, never renamed. */
export function classJson(reports: readonly SubmissionReport[]): string {
  const submissions = reports.map((report) => ({
    name: report.name,
    earned: earnedOf(report),
    points: possibleOf(report),
    seconds: report.seconds,
    lessons: report.lessons.map((lesson) => ({
      lesson: lesson.lesson,
      title: lesson.title,
      earned: earned(lesson),
      points: lesson.points,
      untouched: lesson.untouched,
      notes: lesson.notes,
      tests: lesson.tests,
    })),
  }));
  return `${JSON.stringify({ version: 1, submissions }, null, 1)}\n`;
}
