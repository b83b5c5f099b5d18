import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../host/project.ts';
import type { Lesson } from './lesson.ts';
import { lesson01 } from './lessons/01.ts';
import { lesson02 } from './lessons/02.ts';
import { lesson03 } from './lessons/03.ts';
import { lesson04 } from './lessons/04.ts';
import { lesson05 } from './lessons/05.ts';
import { lesson06 } from './lessons/06.ts';
import { lesson07 } from './lessons/07.ts';
import { lesson08 } from './lessons/08.ts';
import { lesson09 } from './lessons/09.ts';

export const lessons: readonly Lesson[] = [
  lesson01,
  lesson02,
  lesson03,
  lesson04,
  lesson05,
  lesson06,
  lesson07,
  lesson08,
  lesson09,
];

/** Lessons that are planned and not built: the map shows them. */
export const planned: readonly { id: string; title: string }[] = [{ id: '10', title: 'Multi-reactor' }];

export const folderName = (lesson: Lesson): string => `${lesson.id}-${lesson.slug}`;

export const lessonDir = (lesson: Lesson): string => join(PROJECT, 'lessons', folderName(lesson));

export const solutionDir = (lesson: Lesson): string => join(PROJECT, 'solutions', folderName(lesson));

export const hasSolution = (lesson: Lesson): boolean => existsSync(solutionDir(lesson));

/** Finds a lesson by what people type: `7`, `07`, `lesson07` or its slug. */
export function findLesson(text: string): Lesson | null {
  const id = /^(?:lesson)?(\d{1,2})$/.exec(text)?.[1]?.padStart(2, '0');
  return lessons.find((lesson) => lesson.id === id || lesson.slug === text) ?? null;
}

/** The known mistake with this id, in whichever lesson. */
export function findMistake(id: string): (Lesson['mistakes'][string] & { readonly lesson: Lesson }) | null {
  for (const lesson of lessons) {
    const mistake = lesson.mistakes[id];
    if (mistake !== undefined) return { ...mistake, lesson };
  }
  return null;
}
