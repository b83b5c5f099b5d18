import { earned } from '../../grading/result.ts';
import { earnedOf, possibleOf, type SubmissionReport } from '../submission-report.ts';

/** Everything that is known, for scripts; `found` is how many submissions there are. Fields are added, never renamed. */
export function classJson(reports: readonly SubmissionReport[], found: number): string {
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
  return `${JSON.stringify({ version: 1, complete: reports.length === found, found, submissions }, null, 1)}\n`;
}
