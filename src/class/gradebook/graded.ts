import { EXIT, Stop } from '../../host/stop.ts';

/** What the gradebook reads of the JSON report of `npm run grade`; formats/json.ts writes it. */
export interface GradedSubmission {
  readonly name: string;
  readonly lessons: readonly GradedLesson[];
}

export interface GradedLesson {
  readonly lesson: string;
  readonly title: string;
  /** Null: it is not graded. */
  readonly earned: number | null;
  readonly points: number;
  readonly untouched: boolean;
  readonly tests: readonly {
    readonly step: string;
    readonly status: 'passed' | 'failed' | 'todo' | 'waiting';
    readonly failure?: { readonly looksLike?: string };
  }[];
}

interface Report {
  readonly version: number;
  readonly complete: boolean;
  readonly found: number;
  readonly submissions: readonly GradedSubmission[];
}

/** The submissions of a report. One whose grading was ended early is no gradebook. */
export function gradedIn(text: string, file: string): readonly GradedSubmission[] {
  const report = parsed(text);
  if (report?.version !== 1 || !Array.isArray(report.submissions))
    throw new Stop(`${file} is no JSON report of npm run grade.`, EXIT.usage);
  if (!report.complete)
    throw new Stop(`${file} is of a grading that was ended early: ${report.submissions.length} of ${report.found}.`);
  return report.submissions;
}

function parsed(text: string): (Partial<Report> & Pick<Report, 'submissions' | 'complete' | 'found'>) | null {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return null;
  }
}
