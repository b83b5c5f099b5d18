import { visibleLength, wrap } from './fold.ts';
import { paint } from './paint.ts';

type Row = readonly string[];

export interface TableStyle {
  /** The first row names the columns. */
  readonly head?: boolean;
  /** Cells after the first stand at the right of their column. */
  readonly numbers?: boolean;
  readonly between?: string;
  readonly indent?: number;
}

/** Rows as columns, with long cells folded. Where the columns get too narrow to read, the cells of a row stand below each other. */
export function table(rows: readonly Row[], width: number, style: TableStyle = {}): string[] {
  const { between = '  ', indent = 0 } = style;
  const sizes = columnSizes(rows, width - indent, visibleLength(between));
  const lines = sizes === null ? stacked(rows, width - indent, style) : sideBySide(rows, sizes, style);
  return lines.map((line) => (' '.repeat(indent) + line).trimEnd());
}

function sideBySide(rows: readonly Row[], sizes: readonly number[], style: TableStyle): string[] {
  const { head = false, numbers = false, between = '  ' } = style;
  return rows.flatMap((row, place) => {
    const cells = sizes.map((size, i) => wrap(row[i] ?? '', size));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) =>
      sizes
        .map((size, i) => {
          const text = cells[i]?.[at] ?? '';
          const blanks = ' '.repeat(Math.max(0, size - visibleLength(text)));
          const shown = head && place === 0 ? paint.bold(text) : text;
          return numbers && i > 0 ? blanks + shown : shown + blanks;
        })
        .join(paint.dim(between)),
    );
  });
}

/** A folded column narrower than this is hard to read. */
const LEGIBLE = 20;

/** The width of each column: its longest word at least, its longest cell at most; null if some column gets illegible. */
function columnSizes(rows: readonly Row[], width: number, gap: number): number[] | null {
  const count = Math.max(...rows.map((row) => row.length));
  const longest = (texts: readonly string[]): number => Math.max(1, ...texts.map(visibleLength));
  const columns = Array.from({ length: count }, (_, i) => rows.map((row) => row[i] ?? ''));
  const whole = columns.map(longest);
  const sizes = columns.map((cells) => longest(cells.flatMap((text) => text.split(' '))));
  let spare = width - gap * (count - 1) - sizes.reduce((sum, size) => sum + size, 0);
  if (spare < 0) return null;
  const folded = (i: number): boolean => (sizes[i] ?? 0) < (whole[i] ?? 0);
  // One blank to each folded column in turn: short columns are soon complete, and long ones share the rest.
  while (spare > 0 && sizes.some((_, i) => folded(i))) {
    for (let i = 0; i < count && spare > 0; i++) {
      if (!folded(i)) continue;
      sizes[i] = (sizes[i] ?? 0) + 1;
      spare--;
    }
  }
  return sizes.some((size, i) => folded(i) && size < LEGIBLE) ? null : sizes;
}

/** The first cell of each row, and the other cells below it, each behind the name of its column. */
function stacked(rows: readonly Row[], width: number, { head = false }: TableStyle): string[] {
  const names = head ? rows[0] : undefined;
  return rows.slice(head ? 1 : 0).flatMap(([first = '', ...cells]) => [
    ...wrap(first, width),
    ...cells.flatMap((cell, i) => {
      const label = names === undefined ? '' : `${paint.dim(`${names[i + 1]}:`)} `;
      return cell === '' ? [] : wrap(label + cell, width - 3).map((line) => `   ${line}`);
    }),
  ]);
}
