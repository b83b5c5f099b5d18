import type { Lesson } from '../lab/lesson.ts';
import { mistakesOf, writeMistake } from '../lab/mistakes.ts';
import { gradeOne } from '../lab/one-test.ts';
import { failureText, headline, paint } from '../lab/render.ts';
import { EXIT, Stop } from '../lab/stop.ts';
import { columns, paragraph, say } from './terminal.ts';

/** The demo of a known mistake without a scene of its own: one test, on the mistake and on the reference. */
export async function breakIt(lesson: Lesson, id: string): Promise<number> {
  const known = (await mistakesOf(lesson)).find((candidate) => candidate.id === id);
  const name = lesson.mistakes[id]?.name ?? id;
  const title = known?.fails[0];
  if (known === undefined || title === undefined) throw new Stop(`The mistake ${id} cannot be shown yet.`);
  const width = columns();
  say(`\n ${paint.bold(`${lesson.id}  Break it: ${name}`)}`);
  say(`\n${paragraph('The reference, with this one change:', width)}\n`);
  for (const edit of known.edits) showEdit(edit.file, edit.find, edit.replace);
  say(`${paragraph(`Its test, "${title}", now says:`, width)}\n`);

  const target = writeMistake(lesson, known);
  let broken = await gradeOne(lesson, target, title);
  // A test that looks back at what the others left has nothing to look at when it runs alone.
  const whole = broken?.status !== 'failed';
  if (whole) broken = await gradeOne(lesson, target, title, true);
  if (broken === undefined) throw new Stop(`Lesson ${lesson.id} has no test "${title}".`);
  say(`${failureText(broken)}\n`);
  say(`${paragraph('And the reference, as it is:', width)}\n`);
  const right = await gradeOne(lesson, 'solutions', title, whole);
  if (right !== undefined) say(`${headline(right)}\n`);
  return broken.status === 'failed' && right?.status === 'passed' ? EXIT.ok : EXIT.failed;
}

function showEdit(file: string, find: string, replace: string): void {
  say(paint.dim(`   ${file}`));
  for (const line of find.split('\n')) say(paint.red(`   - ${line}`));
  for (const line of replace.split('\n')) if (line.trim() !== '') say(paint.green(`   + ${line}`));
  say();
}
