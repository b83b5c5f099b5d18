import type { Evidence } from '../../stage/stage.ts';
import { box, pieces } from '../../text/box.ts';
import { columns } from '../../text/columns.ts';
import { wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { claimText } from './stage-view.ts';

/** Dim text is invisible on a projector. */
export const undimmed = (text: string): string => text.replaceAll('\x1b[2m', '');

/** The width of a column that is legible from the back of the room. */
const COLUMN = 60;

/** Text in a narrow column. */
export function columnOf(text: string, bold = false): string[] {
  const width = Math.min(columns(), COLUMN);
  const indent = width < 50 ? 2 : 6;
  return wrap(text, width - indent - 2).map((line) => ' '.repeat(indent) + (bold ? paint.bold(line) : line));
}

/** Evidence in its frame, in as many frames as the height asks for. */
export function evidenceRows({ title, lines }: Evidence, height: number): string[][] {
  const width = columns();
  const rows = lines.flatMap((line) => pieces(line, width - 7));
  const frame = box({ title, lines: [] }, width).split('\n').length;
  return inParts(rows, height - frame).map((part) => box({ title, lines: part }, width).split('\n'));
}

export const claimRows = (holds: boolean, text: string): string[] =>
  claimText(holds, text, Math.min(columns(), COLUMN)).split('\n');

/** At most `size` rows in each part, of about the same length; one part at least. */
export function inParts(rows: readonly string[], size: number): string[][] {
  const count = Math.max(1, Math.ceil(rows.length / Math.max(1, size)));
  const most = Math.ceil(rows.length / count);
  return Array.from({ length: count }, (_, i) => rows.slice(i * most, (i + 1) * most));
}
