import type { Lesson } from '../../course/lesson.ts';
import { EXIT } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { interactive, say } from '../terminal/terminal.ts';

/** `NN types`: what the compiler says of mine, a line for each fault. Programs run without being checked. */
export async function types(lesson: Lesson): Promise<number> {
  if (interactive()) say(paint.dim(' looking at the types …'));
  const errors = (await import('../../course/type-errors.ts')).typeErrors(lesson);
  for (const error of errors) say(error);
  if (errors.length === 0) say(`The compiler finds no fault in lesson ${lesson.id}.`);
  return errors.length === 0 ? EXIT.ok : EXIT.failed;
}

const MOST = 3;

/** What is said below tests that fail: the compiler often knows why. */
export function faultText(errors: readonly string[]): string {
  const lines = errors.slice(0, MOST).map((error) => paragraph(error, columns()));
  const more = errors.length > MOST ? [`   and ${errors.length - MOST} more`] : [];
  return [paint.yellow(' The compiler finds fault, too:\n'), ...lines, ...more, ''].join('\n');
}
