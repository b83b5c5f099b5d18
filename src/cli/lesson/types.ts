import type { Lesson } from '../../course/lesson.ts';
import type { TypeFault } from '../../course/type-errors.ts';
import { EXIT } from '../../host/stop.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { interactive, say } from '../terminal/terminal.ts';

/** `NN types`: the type errors in the learner's files. Programs run without a type check. */
export async function types(lesson: Lesson): Promise<number> {
  if (interactive()) say(paint.dim(' checking the types …'));
  const errors = (await import('../../course/type-errors.ts')).typeErrors(lesson);
  for (const error of errors) say(lineOf(error));
  if (errors.length === 0) say(`No type errors in lesson ${lesson.id}.`);
  return errors.length === 0 ? EXIT.ok : EXIT.failed;
}

const lineOf = ({ place, message }: TypeFault): string => `${place}  ${message}`;

const MOST = 3;

/** The first type errors, shown below failed tests, which they often explain. */
export function faultText(errors: readonly TypeFault[]): string {
  const lines = errors.slice(0, MOST).map((error) => paragraph(lineOf(error), columns()));
  const more = errors.length > MOST ? [`   and ${errors.length - MOST} more`] : [];
  return [paint.yellow(' Type errors, which may be the cause:\n'), ...lines, ...more, ''].join('\n');
}
