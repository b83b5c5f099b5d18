import { describe, expect, test } from 'vitest';
import { classPage } from '../../src/class/gradebook/class-page.ts';
import { classView } from '../../src/class/gradebook/class-view.ts';
import { gradebookOf } from '../../src/class/gradebook/gradebook.ts';
import { type GradedLesson, type GradedSubmission, gradedIn } from '../../src/class/gradebook/graded.ts';
import { afterDeduction, lateDays } from '../../src/class/gradebook/late.ts';
import { lineOf, rosterOf } from '../../src/class/gradebook/roster.ts';
import { canvasCsv, moodleCsv, peopleCsv } from '../../src/class/gradebook/tables.ts';
import { timeOf } from '../../src/class/gradebook/time.ts';

const deadline = new Date('2026-11-30T23:59:00Z');
const policy = { deadline, grace: 15, percent: 10 };

/** A submission with one lesson, 01 or another. */
function submission(name: string, earned: number | null, lesson = '01'): GradedSubmission {
  const whole = earned === 100;
  const tests: GradedLesson['tests'] = [
    { step: `${lesson}.1`, status: 'passed' },
    whole
      ? { step: `${lesson}.2`, status: 'passed' }
      : { step: `${lesson}.2`, status: 'failed', failure: { looksLike: 'whole-buffer' } },
    { step: `${lesson}.3`, status: whole ? 'passed' : 'waiting' },
  ];
  return { name, lessons: [{ lesson, title: 'Echo', earned, points: 100, untouched: false, tests }] };
}

const ROSTER = `folder,id,name,email,submitted
ann.zip,1001,"Lee, Ann",ann@example.org,2026-11-30T23:00Z
ann-again,1001,"Lee, Ann",ann@example.org,2026-12-01 12:00:00 +0000
Bob Ray,1002,Bob Ray,bob@example.org,2026-12-01T00:10Z
cleo,1003,Cleo,,
dan,1004,Dan,dan@example.org,
`;
const roster = rosterOf(ROSTER, 'roster.csv');

describe('a roster', () => {
  test('is found by folder, archive or the beginning of a name, the longest first', () => {
    const lines = rosterOf('folder;id;name\nAnn Lee;1;Ann Lee\nAnn Lee_77;2;Ann Lee\n', 'r.csv');
    expect(lineOf(lines, 'Ann Lee_12_assignsubmission_file_')?.id).toBe('1');
    expect(lineOf(lines, 'Ann Lee_77_assignsubmission_file_')?.id).toBe('2');
    expect(lineOf(lines, 'Ann Leeds_12')).toBeNull();
    expect(lineOf(roster, 'ann')?.id).toBe('1001');
  });

  test('from a spreadsheet has a byte-order mark, semicolons and small differences', () => {
    expect(rosterOf('\ufeffFolder; ID ;Name;Email\r\nann;7;"Lee; Ann";a@x\r\n;;;\r\n', 'r.csv')).toEqual([
      { folder: 'ann', id: '7', name: 'Lee; Ann', email: 'a@x', submitted: null },
    ]);
  });

  test.each([
    ['name,id\nann,1\n', 'there is no column folder in its first line'],
    ['folder,id,name\nann,,Ann\n', 'the row "ann,,Ann" has no id'],
    ['folder,id,name\nann,1,Ann\nann.zip,2,Bob\n', 'ann is in two rows'],
    ['folder,id,name\nann,1,Ann\nbob,1,Bob\n', 'the id 1 has two names'],
    ['folder,id,name,submitted\nann,1,Ann,yesterday\n', 'the row "ann,1,Ann,yesterday": "yesterday" is no time'],
  ])('%j is refused in one sentence', (text, sentence) => {
    expect(() => rosterOf(text, 'r.csv')).toThrow(`r.csv: ${sentence}`);
  });
});

test.each([
  ['2026-11-30T23:12+01:00', '2026-11-30T22:12:00.000Z'],
  ['2026-11-30 23:12:33 -0800', '2026-12-01T07:12:33.000Z'],
  ['2026-11-30 23:12:33 UTC', '2026-11-30T23:12:33.000Z'],
  ['2026-11-30T23:12Z', '2026-11-30T23:12:00.000Z'],
])('the time %s', (text, iso) => {
  expect(timeOf(text)?.toISOString()).toBe(iso);
});

test.each([
  ['Wednesday, 2 December 2026, 10:05 AM', '2026-12-02T10:05'],
  ['Tuesday, 1 December 2026, 12:30 AM', '2026-12-01T00:30'],
  ['1 Dec 2026, 12:30 PM', '2026-12-01T12:30'],
  ['30 November 2026 23:59', '2026-11-30T23:59'],
])('the time in words, %s, is of this machine', (text, iso) => {
  expect(timeOf(text)).toEqual(new Date(iso));
});

test.each([
  '31 April 2026, 10:05 AM',
  '2 December 2026, 13:05 PM',
  '2 Foo 2026, 10:05',
  '2026-11-30',
  '30.11.2026 23:12',
  '2026-13-30T23:12Z',
  '',
])('%j is no time', (text) => {
  expect(timeOf(text)).toBeNull();
});

test('a day counts when it has begun, and none within the grace', () => {
  const after = (minutes: number): number => lateDays(policy, new Date(deadline.getTime() + minutes * 60_000));
  expect([-1, 0, 15, 16, 1440, 1441, 2881].map(after)).toEqual([0, 0, 0, 1, 1, 2, 3]);
  expect([0, 1, 2, 11].map((days) => afterDeduction(93, days, policy))).toEqual([93, 83.7, 74.4, 0]);
});

describe('a gradebook', () => {
  const graded = [
    submission('ann', 80),
    submission('ann-again', 92),
    submission('Bob Ray_5_assignsubmission_file_', 100),
    submission('cleo', null),
    submission('eve', 70),
  ];
  const book = gradebookOf(graded, roster, policy);

  test('has the best submission of each person after the deduction, and names who has none', () => {
    const points = book.people.map(({ name, lessons }) => {
      const best = lessons.get('01');
      return [name, best === 'not graded' ? best : [best?.points, best?.days, best?.submission]];
    });
    expect(points).toEqual([
      ['Bob Ray', [100, 0, 'Bob Ray_5_assignsubmission_file_']],
      ['Cleo', 'not graded'],
      ['Lee, Ann', [82.8, 1, 'ann-again']],
    ]);
    expect([book.strangers, book.absent, book.timeless]).toEqual([['eve'], ['Dan'], ['cleo']]);
  });

  test('a submission that is not graded might have been the best one, so there is no grade', () => {
    const again = gradebookOf([submission('ann', 80), submission('ann-again', null)], roster, null);
    expect(again.people.map(({ lessons }) => lessons.get('01'))).toEqual(['not graded']);
  });

  test('for Moodle: ID number, e-mail address and a column of at most 100 points each lesson; no row without a grade', () => {
    expect(moodleCsv(book)).toBe(
      'ID number,Full name,Email address,Lab 01 Echo\n1002,Bob Ray,bob@example.org,100\n1001,"Lee, Ann",ann@example.org,82.8\n',
    );
  });

  test('for Canvas: its first columns in their order, and the row of points', () => {
    expect(canvasCsv(book).split('\n')).toEqual([
      'Student,ID,SIS User ID,SIS Login ID,Section,Lab 01 Echo',
      '"    Points Possible",,,,,100',
      'Bob Ray,,1002,bob@example.org,,100',
      '"Lee, Ann",,1001,ann@example.org,,82.8',
      '',
    ]);
  });

  test('for a spreadsheet: everybody, and no name is a formula', () => {
    const sly = rosterOf('folder,id,name\nann,1,"=HYPERLINK(""x"")"\ncleo,2,Cleo\n', 'r.csv');
    const text = peopleCsv(gradebookOf([submission('ann', 80), submission('cleo', null)], sly, null));
    expect(text).toContain(`"'=HYPERLINK(""x"")",,80,0,ann,80`);
    expect(text).toContain('2,Cleo,,not graded,,,not graded');
  });

  test('several reports make one gradebook; different points for a lesson do not', () => {
    const two = gradebookOf([submission('ann', 80), submission('ann', 100, '02')], roster, null);
    expect(two.columns.map(({ lesson }) => lesson)).toEqual(['01', '02']);
    expect(moodleCsv(two)).toContain('1001,"Lee, Ann",ann@example.org,80,100\n');
    const other = submission('bob', 10);
    const less = { ...other, lessons: other.lessons.map((lesson) => ({ ...lesson, points: 50 })) };
    expect(() => gradebookOf([submission('ann', 80), less], null, null)).toThrow(
      'Lesson 01 has 100 points in one report and 50 in another.',
    );
  });

  test.each([
    ['{}', 'is no JSON report'],
    ['nothing', 'is no JSON report'],
    ['{"version":1,"complete":false,"found":3,"submissions":[]}', 'was ended early: 0 of 3'],
  ])('the report %s is refused', (text, sentence) => {
    expect(() => gradedIn(text, 'grades.json')).toThrow(sentence);
  });
});

test('the class view counts whom each step stops, and the known mistakes there', () => {
  const untouched = submission('eve', 0);
  const idle = {
    ...untouched,
    lessons: untouched.lessons.map((lesson) => ({
      ...lesson,
      untouched: true,
      tests: lesson.tests.map(({ step }) => ({ step, status: 'todo' as const })),
    })),
  };
  const all = [submission('ann', 80), submission('bob', 100), submission('cleo', 30), idle];
  const views = classView(gradebookOf(all, null, null));
  expect(views).toMatchObject([
    {
      lesson: '01',
      people: 4,
      complete: 1,
      untouched: 1,
      steps: [
        { step: '01.1', complete: 3, stops: 0, mistakes: [] },
        { step: '01.2', complete: 1, stops: 2, mistakes: [{ people: 2 }] },
        { step: '01.3', complete: 1, stops: 0 },
      ],
    },
  ]);
  const page = classPage(views);
  expect(page).toContain('4 graded: 1 with all steps, 1 not begun, 2 on the way.');
  expect(page).not.toMatch(/https?:|<script|ann|cleo/);
});
