import { paint, visibleLength } from '../lab/render.ts';
import type { Audience, Evidence } from '../lab/stage.ts';
import { columns, paragraph, say } from './terminal.ts';

/** Tells an audience at a terminal what a scene says, shows and claims. */
export const terminalAudience: Audience = {
  say: (text) => say(`\n${paragraph(text, columns())}`),
  show: (evidence) => say(`\n${box(evidence, columns())}`),
  claim: (holds, text) => say(claimText(holds, text)),
};

export function claimText(holds: boolean, text: string): string {
  const mark = holds ? paint.green('✓') : paint.red('✗');
  return paragraph(text, columns(), 5).replace(/^ {5}/, `   ${mark} `) + (holds ? '' : paint.red('   not so'));
}

/** Evidence in a frame. Long lines are cut in pieces, so that columns stay where they are. */
export function box({ title, lines }: Evidence, width: number): string {
  const room = width - 7;
  const rows = lines.flatMap((line) => pieces(line, room));
  const inner = Math.max(visibleLength(title) + 1, ...rows.map(visibleLength));
  const frame = paint.dim;
  const side = frame('│');
  return [
    `   ${frame('┌')} ${paint.bold(title)} ${frame(`${'─'.repeat(Math.max(0, inner - visibleLength(title)))}┐`)}`,
    ...rows.map((row) => `   ${side} ${row}${' '.repeat(inner - visibleLength(row))} ${side}`),
    `   ${frame(`└${'─'.repeat(inner + 2)}┘`)}`,
  ].join('\n');
}

/** A line that is too long goes on in the next, indented. Styled lines are left alone. */
function pieces(line: string, room: number): string[] {
  if (visibleLength(line) <= room || visibleLength(line) !== line.length) return [line];
  const out = [line.slice(0, room)];
  for (let at = room; at < line.length; at += room - 2) out.push(`  ${line.slice(at, at + room - 2)}`);
  return out;
}
