import type { TestResult } from '../../grading/result.ts';
import { reasonText } from '../../report/failure-text.ts';
import { isGraded, type LessonGrade, pointsOf, type SubmissionReport } from '../submission-report.ts';
import { lessonNotes, printable, testText } from './text.ts';

/**
 * JUnit's XML as Jenkins reads it: a suite for each lesson of a submission. A test whose step is not written, or that waits
 * for another, counts as skipped; one that did not run because its lesson is not graded is an error. https://github.com/jenkinsci/xunit-plugin (junit-10.xsd)
 */
export function junitXml(reports: readonly SubmissionReport[]): string {
  const suites = reports.flatMap((report) => report.lessons.map((lesson) => suite(report, lesson)));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="lab">\n${suites.join('')}</testsuites>\n`;
}

function suite(report: SubmissionReport, lesson: LessonGrade): string {
  const count = (holds: (test: TestResult) => boolean): number => lesson.tests.filter(holds).length;
  const head = attributes({
    name: `${report.name} lesson ${lesson.lesson}`,
    tests: lesson.tests.length,
    failures: count((test) => kindOf(lesson, test) === 'failure'),
    errors: count((test) => kindOf(lesson, test) === 'error'),
    skipped: count((test) => kindOf(lesson, test) === 'skipped'),
  });
  const properties = [
    ['points', String(lesson.points)],
    ['earned', String(pointsOf(lesson) ?? 'not graded')],
  ].map(([name, value]) => `   <property${attributes({ name: name ?? '', value: value ?? '' })}/>\n`);
  const said = lessonNotes(lesson);
  const notes = said === '' ? '' : `  <system-err>${xml(said)}</system-err>\n`;
  const cases = lesson.tests.map((test) => testCase(report, lesson, test));
  return ` <testsuite${head}>\n  <properties>\n${properties.join('')}  </properties>\n${cases.join('')}${notes} </testsuite>\n`;
}

function testCase(report: SubmissionReport, lesson: LessonGrade, test: TestResult): string {
  const head = attributes({ name: test.title, classname: `${report.name}.${test.step}` });
  const kind = kindOf(lesson, test);
  if (kind === null) return `  <testcase${head}/>\n`;
  const message = attributes({ message: reasonText(test), type: test.status });
  return `  <testcase${head}>\n   <${kind}${message}>${xml(testText(test))}</${kind}>\n  </testcase>\n`;
}

/** The element of a test that has not passed. */
function kindOf(lesson: LessonGrade, { status }: TestResult): 'failure' | 'error' | 'skipped' | null {
  if (status === 'passed') return null;
  if (status === 'not run' && !isGraded(lesson)) return 'error';
  return status === 'todo' || status === 'waiting' ? 'skipped' : 'failure';
}

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(printable(String(value)))}"`)
    .join('');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xml = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
