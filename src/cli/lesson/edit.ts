import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import type { Lesson } from '../../course/lesson.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { openStepOf } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { placeToEdit } from '../menu/overview.ts';
import { takingInterrupts } from '../terminal/interrupt.ts';
import { say } from '../terminal/terminal.ts';
import { namedStep } from './hint.ts';

/** Editors that take `file:line`, with their option for it. All others are assumed to take `+line`, as vi does. */
const GOTO: Readonly<Record<string, readonly string[]>> = {
  code: ['-g'],
  'code-insiders': ['-g'],
  codium: ['-g'],
  cursor: ['-g'],
  subl: [],
  zed: [],
  hx: [],
};

/** `NN edit [step]`: opens the place of the step in $VISUAL or $EDITOR. */
export async function edit(lesson: Lesson, args: readonly string[]): Promise<number> {
  const step = args[0] === undefined ? openStepOf(readProgress(), lesson) : namedStep(lesson, args[0]);
  const { path, line } = placeToEdit(lesson, step);
  const [editor = '', ...options] = (process.env['VISUAL'] ?? process.env['EDITOR'] ?? '').split(' ');
  if (editor === '')
    throw new Stop(`Set EDITOR to the name of your editor, or open ${path}${line === null ? '' : `:${line}`} in it.`);
  const leave = /^n?vim?$/.test(basename(editor)) ? '; :wq saves and leaves it' : '';
  // npm sets EDITOR to a default, so the message names the variable.
  say(paragraph(`opens ${path} in ${editor}; set EDITOR for another one${leave}`, columns()));
  const child = spawn(editor, [...options, ...placeArgs(editor, join(PROJECT, path), line)], { stdio: 'inherit' });
  // Ctrl-C belongs to the editor while it runs.
  return takingInterrupts(
    () => {},
    () =>
      new Promise((resolve, reject) => {
        child.once('error', () => reject(new Stop(`EDITOR is "${editor}", which cannot be started.`)));
        child.once('close', (code) => resolve(code === 0 ? EXIT.ok : EXIT.failed));
      }),
  );
}

function placeArgs(editor: string, path: string, line: number | null): string[] {
  if (line === null) return [path];
  const option = GOTO[basename(editor)];
  return option === undefined ? [`+${line}`, path] : [...option, `${path}:${line}`];
}
