import { buildProblem } from '../../course/build-problem.ts';
import { hintsOf } from '../../course/hints.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { hasSolution } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { lastSeen, nextNudge, shownHints } from '../../progress/nudges.ts';
import { openStepOf } from '../../progress/points.ts';
import { readProgress, updateProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { paragraph } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { renderMarkdown } from '../handout/markdown.ts';
import { command, say } from '../terminal/terminal.ts';

/** `NN hint [step]` */
export async function hint(lesson: Lesson, args: readonly string[]): Promise<number> {
  const step = args[0] === undefined ? openStepOf(readProgress(), lesson) : namedStep(lesson, args[0]);
  if (step === null) {
    say(`\n${paragraph(`Lesson ${lesson.id} is complete. For the hints of one step, name it:`, columns())}`);
    say(`   ${command(`${lesson.id} hint ${lesson.steps[0]?.id}`)}\n`);
    return EXIT.ok;
  }
  const width = columns();
  const fault = await buildProblem(lesson, step.file);
  if (fault !== null) {
    // A file that does not build needs no hint, so none is used up.
    say(`\n ${paint.bold(`${step.id}  ${step.title}`)}\n\n${paragraph(`Before anything else: ${fault}`, width)}\n`);
    return EXIT.ok;
  }
  const hints = hintsOf(lesson, step);
  let before = 0;
  let nudge: ReturnType<typeof nextNudge> | undefined;
  let seen: ReturnType<typeof lastSeen> = null;
  updateProgress((progress) => {
    seen = lastSeen(progress, step);
    before = shownHints(progress, step, hints);
    nudge = nextNudge(progress, lesson, step, hints);
  });
  say(`\n ${paint.bold(`${step.id}  ${step.title}`)}\n`);
  if (seen !== null) sayFailure(seen, width);
  // A hint builds on the earlier ones, so they are shown again.
  for (const earlier of hints.slice(0, before)) say(`${paint.dim(hintText(earlier, width))}\n`);
  if (nudge?.kind === 'question') {
    say(paint.yellow(paragraph(`Your last test looked like: ${nudge.name} (${nudge.slug}).`, width)));
    say(`${paragraph(nudge.question, width)}\n`);
  } else if (nudge?.kind === 'hint') {
    say(`${hintText(nudge.text, width)}\n`);
    say(paint.dim(`   hint ${nudge.number} of ${nudge.of}\n`));
  } else {
    const more = hasSolution(lesson) ? ' The reference, beside yours:' : '';
    say(paragraph(`There are no more hints for this step.${more}`, width));
    say(more === '' ? '' : `   ${command(`${lesson.id} diff ${step.id}`)}\n`);
  }
  return EXIT.ok;
}

const hintText = (markdown: string, width: number): string =>
  renderMarkdown(markdown, width - 3)
    .split('\n')
    .map((line) => (line === '' ? line : `   ${line}`))
    .join('\n');

/** The last failure, as the starting point of the hint. */
function sayFailure(seen: NonNullable<ReturnType<typeof lastSeen>>, width: number): void {
  say(paint.dim(paragraph(`The last test that failed: ${seen.title}`, width)));
  say(paragraph(`expected   ${seen.expected}`, width));
  say(`${paragraph(`saw        ${seen.saw}`, width)}\n`);
}

/** A step, named `02.3`, or `3` within its lesson. */
export function namedStep(lesson: Lesson, text: string): Step {
  const step = lesson.steps.find(({ id }) => id === text || id === `${lesson.id}.${text}` || id === `0${text}`);
  if (step !== undefined) return step;
  const ids = lesson.steps.map(({ id }) => id).join(', ');
  throw new Stop(`Lesson ${lesson.id} has no step "${text}": there are ${ids}.`, EXIT.usage);
}
