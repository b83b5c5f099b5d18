import { folded, visibleLength, wrap } from './fold.ts';
import { paint } from './paint.ts';

/** The content of a frame. */
export interface Table {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Rows in a frame, indented by 3. A title that does not fit into the frame's upper edge stands above it. Rows that are too long are
 * cut in pieces, so that columns stay where they are.
 */
export function box({ title, lines }: Table, width: number): string {
  const room = width - 7;
  const rows = lines.flatMap((line) => pieces(line, room));
  const fits = visibleLength(title) + 1 <= room;
  const inner = Math.max(fits ? visibleLength(title) + 1 : 0, ...rows.map(visibleLength));
  const frame = paint.dim;
  const side = frame('│');
  const edge = fits
    ? `${frame('┌')} ${paint.bold(title)} ${frame(`${'─'.repeat(inner - visibleLength(title))}┐`)}`
    : frame(`┌${'─'.repeat(inner + 2)}┐`);
  return [
    ...(fits ? [] : wrap(title, width - 5).map((line) => `     ${paint.bold(line)}`)),
    `   ${edge}`,
    ...rows.map((row) => `   ${side} ${row}${' '.repeat(inner - visibleLength(row))} ${side}`),
    `   ${frame(`└${'─'.repeat(inner + 2)}┘`)}`,
  ].join('\n');
}

/** A line that is too long goes on in the next, indented. Styled lines are left alone. */
export const pieces = (line: string, room: number): string[] =>
  visibleLength(line) === line.length ? folded(line, room, 2) : [line];
