import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { columns } from './columns.ts';

/** The width of a text in columns; colours and links have none. */
export const visibleLength = (text: string): number => stringWidth(text);

/** Running text in lines of at most `width` columns, cut between words only. Colours go on in the next line. */
export function wrap(text: string, width: number): string[] {
  const flowing = text.trim().replace(/[ \t\n]+/g, ' ');
  return flowing === '' ? [] : wrapAnsi(flowing, Math.max(1, width)).split('\n');
}

/** Running text, folded and indented. */
export const paragraph = (text: string, width: number, indent = 3): string =>
  wrap(text, width - indent)
    .map((line) => ' '.repeat(indent) + line)
    .join('\n');

type Style = (text: string) => string;

/** A text beside its head, folded under its own beginning. A line that fits stays as it is, blanks and all. */
export function hanging(head: string, text: string, style: Style = (line) => line): string[] {
  const indent = visibleLength(head);
  const room = columns() - indent;
  const lines = visibleLength(text) <= room ? [text] : wrap(text, room);
  return lines.map((line, i) => (i === 0 ? head : ' '.repeat(indent)) + style(line));
}

/** A line of code in pieces of at most `room`, cut between words where possible; pieces after the first are indented by `more`. */
export function folded(line: string, room: number, more: number): string[] {
  const indent = ' '.repeat(Math.max(0, Math.min(line.length - line.trimStart().length + more, room - 16)));
  const out: string[] = [];
  let rest = line;
  while (rest.length > room) {
    const space = rest.lastIndexOf(' ', room);
    const cut = space > Math.max(indent.length, room / 3) ? space : room;
    out.push(rest.slice(0, cut).trimEnd());
    rest = indent + rest.slice(cut).trimStart();
  }
  return [...out, rest];
}

/** Left and right ends of one line; two lines when they do not fit on one. */
export function spread(left: string, right: string, width: number, indent = 4): string {
  const room = width - visibleLength(left) - visibleLength(right);
  return room >= 1 ? left + ' '.repeat(room) + right : `${left}\n${' '.repeat(indent)}${right}`;
}

/** Items side by side, in as many lines as the width requires; no item is cut. */
export function beside(items: readonly string[], width: number): string {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && visibleLength(line) + 3 + visibleLength(item) < width)
      lines[lines.length - 1] = `${line}   ${item}`;
    else lines.push(`   ${item}`);
  }
  return lines.join('\n');
}
