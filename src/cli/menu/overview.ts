import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lineOfStep } from '../../course/files/code.ts';
import type { Lesson, Step } from '../../course/lesson.ts';
import { folderName, lessonDir } from '../../course/registry.ts';
import { earnedIn, isComplete, LESSON_POINTS, openStepOf } from '../../progress/points.ts';
import type { Progress } from '../../progress/store.ts';
import { paragraph, spread, visibleLength, wrap } from '../../text/fold.ts';
import { labelledPath } from '../../text/links.ts';
import { paint } from '../../text/paint.ts';

/** Lesson, step and points in one line. */
export function placeText(lesson: Lesson, progress: Progress, width: number): string {
  const open = openStepOf(progress, lesson);
  const place = open === null ? 'complete' : `step ${lesson.steps.indexOf(open) + 1} of ${lesson.steps.length}`;
  const points = `${place} · ${earnedIn(progress, lesson)}/${LESSON_POINTS}`;
  return spread(` ${paint.bold(`${lesson.id}  ${lesson.title}`)}`, points, width, 5);
}

/** The state of a lesson: goal, steps, points, and the place in the file to continue at. */
export function overviewText(lesson: Lesson, progress: Progress, width: number): string {
  const open = openStepOf(progress, lesson);
  return [
    '',
    placeText(lesson, progress, width),
    '',
    paragraph(lesson.goal, width),
    '',
    ...lesson.steps.map((step) => stepLine(step, progress, step === open, width)),
    '',
    ...editLines(lesson, open, width),
    labelledPath('read', `lessons/${folderName(lesson)}/README.md`, width),
    '',
  ].join('\n');
}

function stepLine(step: Step, progress: Progress, open: boolean, width: number): string {
  const points = progress.steps[step.key];
  const done = isComplete(points);
  const mark = done ? paint.green('✓') : open ? paint.yellow('▸') : ' ';
  const head = `   ${mark} ${step.id}  `;
  const right = points === undefined ? '' : `${points.earned}/${points.points}`;
  const [first = '', ...more] = wrap(step.title, width - visibleLength(head) - right.length - 2);
  const title = open ? paint.bold(first) : first;
  const line = right === '' ? head + title : spread(head + title, done ? paint.dim(right) : right, width);
  return [line, ...more.map((part) => ' '.repeat(visibleLength(head)) + part)].join('\n');
}

function editLines(lesson: Lesson, step: Step | null, width: number): string[] {
  const { path, line, there } = placeToEdit(lesson, step);
  if (!there) return [paragraph(`${path} is missing: npm run lesson ${lesson.id} reset brings it back.`, width)];
  return [labelledPath('edit', line === null ? path : `${path}:${line}`, width)];
}

/** The file and line of the first open part of the step. */
export function placeToEdit(
  lesson: Lesson,
  step: Step | null,
): { readonly path: string; readonly line: number | null; readonly there: boolean } {
  const folder = `lessons/${folderName(lesson)}`;
  const files = [...new Set([...(step === null ? [] : [step.file]), ...lesson.files])];
  const [main = ''] = files;
  if (!existsSync(join(lessonDir(lesson), main))) return { path: `${folder}/${main}`, line: null, there: false };
  const places = files.map((file) => ({
    file,
    at: step === null ? null : lineOfStep(join(lessonDir(lesson), file), step.id),
  }));
  const place = places.find(({ at }) => at?.todo) ?? places.find(({ at }) => at !== null);
  return { path: `${folder}/${place?.file ?? main}`, line: place?.at?.line ?? null, there: true };
}
