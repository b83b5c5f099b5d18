import { visibleLength } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { foldStyled, inline } from './markdown-text.ts';

/** Rows of a table, as they stand in the source. The rule under the head goes. */
export function renderTable(source: readonly string[], width: number): string[] {
  const rows = source.filter((line) => !/^\s*\|[\s|:-]+\|\s*$/.test(line)).map(cellsOf);
  const widths = columnWidths(rows, width);
  if (widths === null) return stacked(rows, width);
  return rows.flatMap((row, place) => {
    const style = place === 0 ? paint.bold : (text: string): string => text;
    const cells = widths.map((size, i) => foldStyled(row[i] ?? '', size).map((line) => style(line)));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      widths
        .map((size, i) => padded(cells[i]?.[at] ?? '', size))
        .join(paint.dim(' │ '))
        .trimEnd(),
    );
  });
}

/** A bar inside code is no border. */
const cellsOf = (line: string): string[] =>
  (
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .match(/(`[^`]*`|[^|`])+/g) ?? []
  ).map((cell) => inline(cell.trim()));

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - visibleLength(text)));

/** Folded text in a column narrower than this is no pleasure to read. */
const LEGIBLE = 20;

/** How wide each column gets: its longest word at least, all of it if there is room; null when that makes no legible table. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] | null {
  const count = Math.max(...rows.map((row) => row.length));
  const column = (i: number): string[] => rows.map((row) => row[i] ?? '');
  const longest = (texts: readonly string[]): number => Math.max(1, ...texts.map(visibleLength));
  const whole = Array.from({ length: count }, (_, i) => longest(column(i)));
  const sizes = Array.from({ length: count }, (_, i) => longest(column(i).flatMap((text) => text.split(' '))));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  let spare = width - 3 * (count - 1) - sum(sizes);
  if (spare < 0) return null;
  // One column after the other, again and again: a column that needs little is soon done.
  while (spare > 0 && sizes.some((size, i) => size < (whole[i] as number))) {
    for (let i = 0; i < count && spare > 0; i++) {
      if ((sizes[i] as number) >= (whole[i] as number)) continue;
      sizes[i] = (sizes[i] as number) + 1;
      spare--;
    }
  }
  return sizes.some((size, i) => size < Math.min(LEGIBLE, whole[i] as number)) ? null : sizes;
}

/** On a narrow screen: a row below the other, each cell under the first with its column's name. */
function stacked([head = [], ...rows]: readonly (readonly string[])[], width: number): string[] {
  return rows.flatMap(([first = '', ...cells]) => [
    ...foldStyled(first, width),
    ...cells.flatMap((cell, i) =>
      cell === '' ? [] : foldStyled(`${paint.dim(`${head[i + 1]}:`)} ${cell}`, width - 3).map((line) => `   ${line}`),
    ),
  ]);
}
