import { againstReference } from '../../course/files/against-reference.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { folderName, hasSolution } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { isComplete } from '../../progress/points.ts';
import { readProgress } from '../../progress/store.ts';
import { paint } from '../../text/paint.ts';
import { page } from '../terminal/pager.ts';

/** The scope of a diff: some steps, or whole files. */
interface Choice {
  readonly files: readonly string[];
  readonly steps: readonly Step[] | null;
}

/** `NN diff [all | FILE | STEP]`: the learner's code against the reference; without arguments, the complete steps. */
export async function diff(lesson: Lesson, args: readonly string[]): Promise<number> {
  if (!hasSolution(lesson)) throw new Stop(`The reference, solutions/${folderName(lesson)}, is not here.`);
  const { files, steps } = args[0] === undefined ? complete(lesson) : chosen(lesson, args[0]);
  const texts = files.map((file) => ({ file, text: againstReference(lesson, file, steps) }));
  const differing = texts.flatMap(({ text }) => text ?? []);
  const same = texts.filter(({ text }) => text === null).map(({ file }) => file);
  const what = steps === null ? same.join(', ') : `what you have of ${steps.map(({ id }) => id).join(', ')}`;
  const verb = steps === null && same.length > 1 ? 'are' : 'is';
  const equal = ` ${paint.green('✓')} ${what} ${verb} the same as the reference.`;
  // For steps, only files that differ are printed.
  const parts = steps === null && same.length > 0 ? [...differing, equal] : differing;
  await page(parts.length === 0 ? equal : parts.join('\n'));
  return EXIT.ok;
}

/** The complete steps: the solution of an open step is shown only on request. */
function complete(lesson: Lesson): Choice {
  const { steps: points } = readProgress();
  const steps = lesson.steps.filter(({ key }) => isComplete(points[key]));
  if (steps.length === lesson.steps.length) return { files: lesson.files, steps: null };
  if (steps.length > 0) return { files: lesson.files, steps };
  const [first] = lesson.steps;
  throw new Stop(
    `No step of lesson ${lesson.id} is complete yet. To see the reference anyway, name a step, a file, or all: npm run lesson ${lesson.id} diff ${first?.id}`,
  );
}

function chosen(lesson: Lesson, text: string): Choice {
  if (text === 'all') return { files: lesson.files, steps: null };
  const step = lesson.steps.find(({ id }) => id === text || id === `${lesson.id}.${text}`);
  if (step !== undefined) return { files: lesson.files, steps: [step] };
  return { files: [namedFile(lesson, text)], steps: null };
}

/** A file, named with or without `.ts`. */
function namedFile(lesson: Lesson, text: string): string {
  const file = lesson.files.find((name) => name === text || name === `${text}.ts`);
  if (file !== undefined) return file;
  const steps = lesson.steps.map(({ id }) => id).join(', ');
  throw new Stop(
    `Lesson ${lesson.id} has no file or step "${text}": there are ${lesson.files.join(', ')}, and ${steps}.`,
    EXIT.usage,
  );
}
