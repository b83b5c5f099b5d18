import type { Lesson } from '../../course/lesson.ts';
import { folderName, lessons, planned } from '../../course/registry.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { earnedIn, LESSON_POINTS, openStepOf } from '../../progress/points.ts';
import { type Progress, readProgress } from '../../progress/store.ts';
import { columns } from '../../text/columns.ts';
import { spread } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { command, say } from '../terminal/terminal.ts';

/** `list [json]` */
export async function list(args: readonly string[]): Promise<number> {
  const other = args.find((arg) => arg !== 'json');
  if (other !== undefined) throw new Stop(`list knows "json" and not "${other}".`, EXIT.usage);
  const progress = readProgress();
  if (args.length > 0) say(JSON.stringify(listJson(progress), null, 2));
  else say(listText(progress, columns()));
  return EXIT.ok;
}

export function listText(progress: Progress, width: number): string {
  const rows = lessons.map((lesson) =>
    spread(` ${mark(lesson, progress)} ${lesson.id}  ${lesson.title}`, points(lesson, progress), width),
  );
  const later = planned.map(({ id, title }) => paint.dim(spread(`   ${id}  ${title}`, 'later', width)));
  return ['', ...rows, ...later, '', `   ${command('next')}`, `   ${command('help')}`, ''].join('\n');
}

export const points = (lesson: Lesson, progress: Progress): string => `${earnedIn(progress, lesson)}/${LESSON_POINTS}`;

function mark(lesson: Lesson, progress: Progress): string {
  if (lesson.steps.length > 0 && openStepOf(progress, lesson) === null) return paint.green('✓');
  return earnedIn(progress, lesson) > 0 ? paint.yellow('▸') : ' ';
}

/** A stable format for scripts: fields may be added, but never renamed. */
function listJson(progress: Progress): unknown {
  return {
    lessons: lessons.map((lesson) => ({
      id: lesson.id,
      slug: lesson.slug,
      title: lesson.title,
      folder: `lessons/${folderName(lesson)}`,
      earned: earnedIn(progress, lesson),
      points: LESSON_POINTS,
      steps: lesson.steps.map((step) => ({
        id: step.id,
        key: step.key,
        title: step.title,
        earned: progress.steps[step.key]?.earned ?? 0,
        points: progress.steps[step.key]?.points ?? null,
      })),
    })),
    planned,
  };
}
