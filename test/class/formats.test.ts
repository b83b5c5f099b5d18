import { describe, expect, test } from 'vitest';
import { classroomJson } from '../../src/class/formats/classroom.ts';
import { gradescopeJson } from '../../src/class/formats/gradescope.ts';
import { classJson } from '../../src/class/formats/json.ts';
import { junitXml } from '../../src/class/formats/junit.ts';
import { tableRow } from '../../src/class/formats/table.ts';
import { submissionText } from '../../src/class/formats/text.ts';
import type { SubmissionReport } from '../../src/class/submission-report.ts';
import type { TestResult } from '../../src/grading/result.ts';

const base = { lesson: '42', step: '42.1', points: 10, transcript: [] } as const;
const tests: TestResult[] = [
  { ...base, title: 'echoes', status: 'passed' },
  {
    ...base,
    title: 'closes & "flushes" <all>',
    unwritten: [],
    status: 'failed',
    failure: { expected: 'an end', saw: '\x1b[31mnothing\x00\x08\ud800\x1b[0m ]]> <b>', log: ['\x07'] },
  },
  { ...base, title: 'waits', status: 'waiting', for: { title: 'echoes', step: '42.1' } },
  { ...base, title: 'todo', status: 'todo', todo: { step: '42.1', task: 'write it', place: 'a.ts:3' } },
];
const lesson = { lesson: '42', title: 'Echo', points: 40, untouched: false, notes: ['a & b'], tests };
const report: SubmissionReport = { name: 'müller & co', lessons: [lesson], seconds: 12.6 };

test('JSON has every number and every failure', () => {
  const { submissions } = JSON.parse(classJson([report], 1)) as { submissions: Record<string, unknown>[] };
  expect(submissions[0]).toMatchObject({
    name: 'müller & co',
    earned: 10,
    points: 40,
    lessons: [
      {
        earned: 10,
        tests: [
          { title: 'echoes', earned: 10, status: 'passed' },
          { status: 'failed', earned: 0, failure: { expected: 'an end', log: ['\x07'] } },
          { status: 'waiting', failure: { expected: '"echoes" to pass first' } },
          { status: 'todo', failure: { saw: 'write it at a.ts:3' } },
        ],
      },
    ],
  });
});

/** The same, after its test run has ended early. */
const ended = {
  ...report,
  lessons: [
    {
      ...lesson,
      error: 'killed',
      notes: ['killed'],
      tests: tests.map((each) =>
        each.status === 'passed' ? each : { ...base, title: each.title, status: 'not run' as const, why: 'killed' },
      ),
    },
  ],
};

describe('a lesson that is not graded', () => {
  test('has no points in JSON', () => {
    const { submissions } = JSON.parse(classJson([ended], 1)) as { submissions: unknown[] };
    expect(submissions).toMatchObject([
      {
        graded: false,
        earned: null,
        points: 40,
        lessons: [{ graded: false, earned: null, points: 40, notes: ['killed'] }],
      },
    ]);
    expect(JSON.parse(classJson([report], 1))).toMatchObject({
      submissions: [{ graded: true, lessons: [{ graded: true }] }],
    });
  });

  test('is no grade for Gradescope, which needs a score', () => {
    expect(gradescopeJson(ended)).not.toContain('"score"');
    expect(gradescopeJson(ended)).toContain('Lesson 42: killed');
  });

  test('is an error for GitHub Classroom and for JUnit', () => {
    expect(JSON.parse(classroomJson(ended))).toMatchObject({
      status: 'error',
      tests: [{}, { status: 'error' }, {}, {}],
    });
    expect(junitXml([ended])).toContain('failures="0" errors="3" skipped="0"');
    expect(junitXml([ended])).toContain('<property name="earned" value="not graded"/>');
    expect(junitXml([ended])).toContain('<error message="killed" type="not run">');
  });

  test('is named in the text and in the table', () => {
    expect(submissionText(ended)).toMatch(
      /^müller & co {3}not graded\n\nlesson 42 {2}Echo {3}not graded\n {3}killed\n/,
    );
    expect(tableRow(ended)).toMatch(/ müller & co +n\/g +not graded$/);
  });
});

test('nothing to earn is no pass', () => {
  const none = { ...report, lessons: [{ ...lesson, points: 0, tests: [] }] };
  expect(JSON.parse(classroomJson(none))).toMatchObject({ status: 'error' });
});

test('JSON marks incomplete results', () => {
  expect(JSON.parse(classJson([report], 1))).toMatchObject({ complete: true, found: 1 });
  expect(JSON.parse(classJson([report], 3))).toMatchObject({ complete: false, found: 3 });
});

test('the text names the points of tests that were not run', () => {
  expect(submissionText(report)).toContain(
    '10 points stand on 1 test that was not run: each waits for one that did not pass.',
  );
  const asked = { ...lesson, tests: tests.filter(({ status }) => status !== 'waiting') };
  expect(submissionText({ ...report, lessons: [asked] })).not.toContain('not run');
});

/** The documented fields and their values: gradescope-autograders.readthedocs.io/en/latest/specs */
describe('Gradescope', () => {
  const FIELDS = [
    'score',
    'max_score',
    'status',
    'name',
    'name_format',
    'number',
    'output',
    'output_format',
    'tags',
    'visibility',
    'extra_data',
  ];
  const TOP = [
    'score',
    'execution_time',
    'output',
    'output_format',
    'test_output_format',
    'test_name_format',
    'visibility',
    'stdout_visibility',
    'extra_data',
    'tests',
    'leaderboard',
  ];
  const results = JSON.parse(gradescopeJson(report)) as Record<string, unknown> & { tests: Record<string, unknown>[] };

  test('has documented fields only, and scores that add up', () => {
    expect(Object.keys(results).filter((name) => !TOP.includes(name))).toEqual([]);
    for (const one of results.tests) {
      expect(Object.keys(one).filter((name) => !FIELDS.includes(name))).toEqual([]);
      expect(['passed', 'failed']).toContain(one['status']);
      expect(['visible', 'hidden', 'after_due_date', 'after_published']).toContain(one['visibility']);
      expect(['text', 'html', 'simple_format', 'md', 'ansi']).toContain(one['output_format']);
    }
    expect(results['score']).toBe(results.tests.reduce((sum, one) => sum + Number(one['score']), 0));
    expect(results.tests.reduce((sum, one) => sum + Number(one['max_score']), 0)).toBe(40);
  });

  test('reports the observation without control characters', () => {
    expect(results.tests[1]?.['output']).toContain('nothing');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(String(results.tests[1]?.['output'])).not.toMatch(/[\x00-\x08\x1b]/);
  });
});

test('GitHub Classroom gets the format of its reporter', () => {
  const results = JSON.parse(classroomJson(report)) as Record<string, unknown> & { tests: Record<string, unknown>[] };
  expect(results).toMatchObject({ version: 1, status: 'fail', max_score: 40 });
  expect(results.tests.map(({ status, score }) => [status, score])).toEqual([
    ['pass', 10],
    ['fail', 0],
    ['fail', 0],
    ['fail', 0],
  ]);
  for (const one of results.tests)
    expect(one).toMatchObject({ name: expect.any(String), line_no: 0, test_code: expect.any(String) });
});

/** The rules of junit-10.xsd of jenkinsci/xunit-plugin. */
describe('JUnit', () => {
  const text = junitXml([report]);
  const elements = parse(text);
  const named = (name: string): Element[] => elements.filter((element) => element.name === name);

  test('has the elements and attributes of the schema, in its order', () => {
    expect(elements[0]?.name).toBe('testsuites');
    const suites = named('testsuite');
    expect(suites.map(({ parent }) => parent)).toEqual([elements[0]]);
    for (const name of ['name', 'tests', 'failures', 'errors']) expect(suites[0]?.attributes).toHaveProperty(name);
    expect(suites[0]?.attributes).toMatchObject({ tests: '4', failures: '1', skipped: '2' });
    const cases = named('testcase');
    expect(cases.map((one) => elements.filter(({ parent }) => parent === one).map(({ name }) => name))).toEqual([
      [],
      ['failure'],
      ['skipped'],
      ['skipped'],
    ]);
  });

  test('is well-formed even with control characters in the output of a program', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has none of them
    expect(text).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
    expect(text).toContain('closes &amp; &quot;flushes&quot; &lt;all&gt;');
    expect(text).toContain(']]&gt; &lt;b&gt;');
    expect(text).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
  });
});

test('the text is the terminal report, without colours', () => {
  const text = submissionText(report);
  expect(text).toContain('müller & co   10/40 points');
  expect(text).toContain('a & b');
  expect(text).not.toContain('\x1b');
});

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parent: Element | undefined;
}

/** The elements of a document in order; throws where an end tag does not fit. */
function parse(xml: string): Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  for (const [, end, name = '', rest = '', empty] of xml.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g)) {
    if (end === '/') {
      if (open.pop()?.name !== name) throw new Error(`</${name}> ends another element`);
      continue;
    }
    const pairs = [...rest.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]);
    const element = { name, attributes: Object.fromEntries(pairs), parent: open.at(-1) };
    all.push(element);
    if (empty === '') open.push(element);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)?.name}> does not end`);
  return all;
}
