import type { Audience, Evidence } from '../../stage/stage.ts';
import type { Told } from '../../stage/take.ts';
import { paint, visibleLength, wrap } from '../../text/render.ts';
import { columns, folded, paragraph, say } from '../terminal/terminal.ts';

/** Tells an audience at a terminal what a scene says, shows and claims. */
export const terminalAudience: Audience = {
  say: (text) => say(toldText({ kind: 'say', text }, columns())),
  show: (evidence) => say(toldText({ kind: 'show', evidence }, columns())),
  claim: (holds, text) => say(toldText({ kind: 'claim', holds, text }, columns())),
};

export function toldText(told: Told, width: number): string {
  switch (told.kind) {
    case 'say':
      return `\n${paragraph(told.text, width)}`;
    case 'show':
      return `\n${box(told.evidence, width)}`;
    case 'claim':
      return claimText(told.holds, told.text, width);
  }
}

export function claimText(holds: boolean, text: string, width: number): string {
  const mark = holds ? paint.green('✓') : paint.red('✗');
  const body = paragraph(text, width, 5);
  const last = body.split('\n').at(-1) ?? '';
  const verdict = last.length + NOT_SO.length <= width ? NOT_SO : `\n  ${NOT_SO}`;
  return body.replace(/^ {5}/, `   ${mark} `) + (holds ? '' : paint.red(verdict));
}

const NOT_SO = '   not so';

/** Evidence in a frame. Long lines are cut in pieces, so that columns stay where they are. */
export function box({ title, lines }: Evidence, width: number): string {
  const room = width - 7;
  const rows = lines.flatMap((line) => pieces(line, room));
  const [head = '', ...more] = wrap(title, room - 1).reverse();
  const inner = Math.max(head.length + 1, ...rows.map(visibleLength));
  const frame = paint.dim;
  const side = frame('│');
  return [
    ...more.reverse().map((line) => `     ${paint.bold(line)}`),
    `   ${frame('┌')} ${paint.bold(head)} ${frame(`${'─'.repeat(inner - head.length)}┐`)}`,
    ...rows.map((row) => `   ${side} ${row}${' '.repeat(inner - visibleLength(row))} ${side}`),
    `   ${frame(`└${'─'.repeat(inner + 2)}┘`)}`,
  ].join('\n');
}

/** A line that is too long goes on in the next, indented. Styled lines are left alone. */
export const pieces = (line: string, room: number): string[] =>
  visibleLength(line) === line.length ? folded(line, room, 2) : [line];
