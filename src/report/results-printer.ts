import { earned, type LessonReport, possible, type TestResult } from '../grading/result.ts';
import { paint } from '../text/paint.ts';
import { failureText, headline } from './failure-text.ts';

/** Prints the results of a grading as they arrive: one line for a passed test, the full report for any other. */
export class ResultsPrinter {
  readonly #say: (text: string) => void;
  #failures = 0;
  /** The last blocking test, which is named once for all tests that wait for it. */
  #blocker = '';

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  result(test: TestResult): void {
    if (test.status === 'passed') {
      this.#say(headline(test));
      return;
    }
    const first = this.#failures++ === 0;
    if (test.status !== 'waiting') this.#say(`${first ? '\n' : ''}${failureText(test)}\n`);
    else if (test.for.title === this.#blocker) this.#say(headline(test));
    else this.#say(failureText(test));
    this.#blocker = test.status === 'waiting' ? test.for.title : this.#blocker;
  }

  /** `partial`: not all tests of the lesson were run. */
  lesson(report: LessonReport, partial: boolean): void {
    const { lesson, error } = report;
    if (error === undefined) this.#say(`\n ${pointsText(report)}${partial ? ' of the tests that were run' : ''}\n`);
    else this.#say(`\n ✗ lesson ${lesson} could not be graded\n   ${error}\n`);
  }
}

export function pointsText({ lesson, tests }: LessonReport): string {
  const [got, all] = [earned(tests), possible(tests)];
  const text = `lesson ${lesson}   ${got}/${all} points`;
  return got === all ? paint.green.bold(text) : paint.bold(text);
}
