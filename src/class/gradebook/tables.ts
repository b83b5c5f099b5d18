import { csvText } from './csv.ts';
import { type Column, type Gradebook, type Person, totalOf } from './gradebook.ts';

const nameOf = ({ lesson, title }: Column): string => `Lab ${lesson} ${title}`;

/** The points of each lesson. A platform would take an empty cell for "no grade", and delete one that it has. */
const pointsIn = (person: Person, columns: readonly Column[]): number[] | null => {
  const points = columns.map(({ lesson }) => person.lessons.get(lesson));
  return points.every((each) => each !== undefined && each !== 'not graded') ? points.map((each) => each.points) : null;
};

/** Only people whose lessons are all graded have a row in what a platform imports. */
const rowsFor = ({ people, columns }: Gradebook, head: (person: Person) => string[]): (string | number)[][] =>
  people.flatMap((person) => {
    const points = pointsIn(person, columns);
    return points === null ? [] : [[...head(person), ...points]];
  });

/**
 * For Moodle's "Import grades from CSV": the user is found by "ID number" or "Email address", whichever you map, and each other
 * column is mapped to a grade item. A grade may be 100 at most unless the site allows more, so each lesson has its own.
 * https://docs.moodle.org/405/en/Grade_import, grade/import/csv/classes/load_data.php
 */
export const moodleCsv = (book: Gradebook): string =>
  csvText([
    ['ID number', 'Full name', 'Email address', ...book.columns.map(nameOf)],
    ...rowsFor(book, ({ id, name, email }) => [id, name, email]),
  ]);

/**
 * For Canvas's gradebook import. The first columns and their order are fixed, "Section" is the last of them, and the second row has
 * the points possible. Without Canvas's own ID a student is found by "SIS User ID", then "SIS Login ID", then by name. A column with the
 * name of an assignment fills it, any other asks for a new one. lib/gradebook_importer.rb in github.com/instructure/canvas-lms
 */
export const canvasCsv = (book: Gradebook): string =>
  csvText([
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', ...book.columns.map(nameOf)],
    ['    Points Possible', '', '', '', '', ...book.columns.map(({ points }) => points)],
    ...rowsFor(book, ({ id, name, email }) => [name, '', id, email, '']),
  ]);

/** For people: each lesson's points with the days late and the submission that counted. */
export const peopleCsv = (book: Gradebook): string =>
  csvText(
    [
      [
        'id',
        'name',
        'email',
        ...book.columns.flatMap(({ lesson }) => [lesson, `${lesson} days late`, `${lesson} from`]),
        'points',
      ],
      ...book.people.map((person) => [
        person.id,
        person.name,
        person.email,
        ...book.columns.flatMap(({ lesson }) => cells(person.lessons.get(lesson))),
        totalOf(person, book.columns) ?? 'not graded',
      ]),
    ],
    true,
  );

function cells(counted: ReturnType<Person['lessons']['get']>): (string | number)[] {
  if (counted === undefined) return ['', '', ''];
  return counted === 'not graded' ? [counted, '', ''] : [counted.points, counted.days, counted.submission];
}
