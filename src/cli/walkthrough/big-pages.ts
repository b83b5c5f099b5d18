import { keyOf, type WalkStep } from '../../stage/scene.ts';
import { codeOf } from '../../stage/shown-code.ts';
import type { Told } from '../../stage/take.ts';
import { columns } from '../../text/columns.ts';
import { visibleLength } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { windowSize } from '../terminal/screen.ts';
import { claimRows, columnOf, evidenceRows, inParts, undimmed } from './big-text.ts';
import type { Layout, Page, Played } from './pages.ts';
import { codeRows, type Place, titleOf, verdictText } from './view.ts';

/** For the back of the room: one item a page, and only a key turns the page. */
export const bigPages: Layout = (step, place, played) => {
  const after = played === null ? [] : [...revealed(step, played), ...ending(step, place, played)];
  return [...before(step, place), ...after].map(({ rows, footer = ON, kind = 'text' }) => ({
    body: framed(place, rows),
    footer: undimmed(` ${footer}   q quit`),
    kind,
  }));
};

interface Draft {
  readonly rows: readonly string[];
  readonly footer?: string;
  readonly kind?: Page['kind'];
}

const ON = '→ on   ← back';

/** The counter, blank rows, and the content; the last row is for the footer. */
function framed({ lesson, index, count }: Place, rows: readonly string[]): string {
  const above = Math.floor(Math.max(0, height() - rows.length) / 3);
  const head = ['', ` ${paint.bold(`${lesson.id} · ${index + 1}/${count}`)}`, ''];
  const body = [...head, ...Array<string>(above).fill(''), ...rows];
  const below = Math.max(1, windowSize()[1] - body.length);
  return undimmed([...body, ...Array<string>(below).fill('')].join('\n'));
}

/** Rows between the counter and the footer. */
const height = (): number => Math.max(4, windowSize()[1] - 5);

function before(step: WalkStep, { lesson }: Place): Draft[] {
  const { code, say, predict } = step;
  const lines =
    code === undefined ? [] : codeOf(lesson, code).map((part) => part.flatMap((line) => codeRows(line, columns())));
  const rows = lines.flatMap((part, i) => (i === 0 ? part : ['      ⋮', ...part]));
  const heading = code === undefined ? [] : [`  ${paint.bold(titleOf(code))}`, ''];
  const parts = code === undefined ? [] : inParts(rows, height() - heading.length);
  const choices = predict.choices.flatMap((choice) => ['', ...choiceRows(choice)]);
  return [
    { rows: underlined(columnOf(step.title, true)) },
    ...parts.map((part) => ({ rows: [...heading, ...part] })),
    ...inParts(columnOf(say), height()).map((part) => ({ rows: part })),
    {
      rows: [...columnOf(predict.question, true), ...choices],
      footer: 'space show me   ← back',
      kind: 'question',
    },
  ];
}

/** Underlined: terminals have no large letters. */
function underlined(rows: readonly string[]): string[] {
  const indent = /^ */.exec(rows[0] ?? '')?.[0] ?? '';
  const length = Math.max(...rows.map(visibleLength)) - indent.length;
  return [...rows, '', indent + paint.bold('━'.repeat(length))];
}

/** A key with its choice beside it. */
function choiceRows(choice: string): string[] {
  const rows = columnOf(`[${keyOf(choice)}] ${choice}`);
  return rows.map((row, i) =>
    i === 0 ? row.replace(/\[.\]/, (key) => paint.bold(key)) : row.replace(/^ +/, '$&    '),
  );
}

/** The answer, then one page for each item told; claims stand below their evidence where they fit. */
function revealed(step: WalkStep, { take, chosen }: Played): Draft[] {
  const pages: string[][] = [columnOf(verdictText(step, chosen).trim())];
  let fresh = true;
  for (const told of take.told) {
    for (const rows of rowsOf(told)) {
      const page = pages.at(-1) ?? [];
      const joins = told.kind === 'claim' && !fresh && page.length + 1 + rows.length <= height();
      if (joins) page.push('', ...rows);
      else pages.push([...rows]);
      fresh = false;
    }
  }
  return pages.map((rows) => ({ rows }));
}

function rowsOf(told: Told): string[][] {
  switch (told.kind) {
    case 'say':
      return inParts(columnOf(told.text), height());
    case 'show':
      return evidenceRows(told.evidence, height());
    case 'claim':
      return inParts(claimRows(told.holds, told.text), height());
  }
}

function ending(step: WalkStep, { index, count }: Place, { take }: Played): Draft[] {
  if (!take.over) return [{ rows: columnOf('It runs …'), footer: '← back', kind: 'waiting' }];
  const footer = `→ ${index + 1 === count ? 'end' : 'next'}   ← back   r again`;
  return [{ rows: columnOf(step.proves, true), footer }];
}
