import { type CodeLine, highlight } from '../lab/code.ts';
import { paint, wrap } from '../lab/render.ts';
import type { Evidence } from '../lab/stage.ts';
import { box, claimText, pieces } from './stage-view.ts';
import { columns } from './terminal.ts';

/** A projector swallows what is dim. */
export const undimmed = (text: string): string => text.replaceAll('\x1b[2m', '');

/** A column that the eye follows from the back of the room. */
const COLUMN = 60;

/** Text in a narrow column; `bold` for what matters. */
export function columnOf(text: string, bold = false): string[] {
  const width = Math.min(columns(), COLUMN);
  const indent = width < 50 ? 2 : 6;
  return wrap(text, width - indent - 2).map((line) => ' '.repeat(indent) + (bold ? paint.bold(line) : line));
}

const GUTTER = 6;

/** A line of code in rows of the terminal; a remark behind it that would not fit goes above it. */
export function codeRows({ number, text }: CodeLine): string[] {
  const room = columns() - GUTTER;
  const [, indent = '', code = '', words = ''] = /^(\s*)(\S.*?)\s+\/\/ (.*)$/.exec(text) ?? [];
  const fits = text.length <= room || code === '';
  const remark = fits ? [] : wrap(words, room - indent.length - 3).map((line) => `${indent}// ${line}`);
  const rows = [...remark, ...folded(fits ? text : indent + code, room)];
  return rows.map((row, i) => `${i === remark.length ? String(number).padStart(4) : '    '}  ${highlight(row)}`);
}

/** Cut between words; what comes after a cut is indented more. */
function folded(line: string, room: number): string[] {
  const indent = ' '.repeat(Math.min(line.length - line.trimStart().length + 4, room - 16));
  const out: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room);
    const cut = space > indent.length ? space : room;
    out.push(rest.slice(0, cut));
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...out, rest];
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
