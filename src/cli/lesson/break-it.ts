import { referenceRoot } from '../../course/files/reference.ts';
import type { Lesson } from '../../course/lesson.ts';
import { playable } from '../../course/mistakes/playable.ts';
import { folderName } from '../../course/registry.ts';
import { gradeOne } from '../../grading/one-test.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { failureText, headline } from '../../report/failure-text.ts';
import { columns } from '../../text/columns.ts';
import { folded, paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { counting } from '../terminal/counting.ts';
import { stoppable } from '../terminal/interrupt.ts';
import { say } from '../terminal/terminal.ts';
import { undisturbed } from '../terminal/undisturbed.ts';

/** Demonstrates a known mistake that has no scene: runs one test on the mistake and on the reference. */
export async function breakIt(lesson: Lesson, slug: string): Promise<number> {
  const known = await playable(lesson, [slug]);
  const name = lesson.diagnoses[slug]?.name ?? slug;
  const title = known?.test;
  if (known === null || title === undefined) throw new Stop(`The mistake ${slug} cannot be shown here.`);
  const width = columns();
  say(`\n ${paint.bold(`${lesson.id}  Break it: ${name}`)}`);
  if (known.edits.length > 0) say(`\n${paragraph('The reference, with this one change:', width)}`);
  say();
  for (const edit of known.edits) showEdit(edit.file, edit.find, edit.replace, width);
  say(`${paragraph(`Its test, "${title}", now says:`, width)}\n`);

  return undisturbed(() => counting(() => stoppable((signal) => compare(lesson, known.root, title, signal))));
}

/** Runs the test on the broken programs, then on the reference. */
async function compare(lesson: Lesson, target: string, title: string, signal: AbortSignal): Promise<number> {
  const broken = await gradeOne(lesson, target, title, signal);
  if (broken === undefined) throw new Stop(`Lesson ${lesson.id} has no test "${title}".`);
  say(`${failureText(broken)}\n`);
  say(`${paragraph('And the reference, as it is:', columns())}\n`);
  const right = await gradeOne(lesson, referenceRoot(folderName(lesson)), title, signal);
  if (right !== undefined) say(`${headline(right)}\n`);
  return broken.status === 'failed' && right?.status === 'passed' ? EXIT.ok : EXIT.failed;
}

/** Prints the lines of an edit, folded. */
function showEdit(file: string, find: string, replace: string, width: number): void {
  const sayAll = (sign: string, text: string, color: (line: string) => string): void => {
    for (const line of text.split('\n').flatMap((one) => folded(one, width - 5, 2)))
      if (line.trim() !== '') say(color(`   ${sign} ${line}`));
  };
  say(paint.dim(`   ${file}`));
  sayAll('-', find, paint.red);
  sayAll('+', replace, paint.green);
  say();
}
