import type { Audience } from '../../stage/stage.ts';
import type { Told } from '../../stage/take.ts';
import { box } from '../../text/box.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';

/** Prints a scene in the terminal. */
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
