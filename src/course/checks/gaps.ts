import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../host/load.ts';
import type { Lesson } from '../lesson.ts';
import { mistakesOf } from '../mistakes/known-mistakes.ts';
import { lessonDir, solutionDir } from '../registry.ts';

/** What a lesson still lacks to be one, a line each. */
export async function gapsOf(lesson: Lesson): Promise<string[]> {
  const { goal, goals, hours, diagnoses } = lesson;
  const gaps: readonly (readonly [boolean, string])[] = [
    [goal.trim() === '', 'no goal: one sentence, what is built'],
    [goals.length === 0, 'no goals: what the learner can explain or do afterwards'],
    [hours === 0, 'no hours: how long it takes'],
    [Object.keys(diagnoses).length === 0, 'no diagnoses: the names and questions of its known mistakes'],
    [(await mistakesOf(lesson)).length === 0, `no known mistakes in test/mistakes/${lesson.id}`],
    [handoutIsEmpty(lesson), 'the handout is empty: README.md has headings and nothing below them'],
    [(await listIn(lesson, 'demo.ts', 'scenes')) === 0, 'no scene in demo.ts'],
    [(await listIn(lesson, 'walkthrough.ts', 'steps')) === 0, 'no step in walkthrough.ts'],
  ];
  return gaps.filter(([lacks]) => lacks).map(([, gap]) => `lesson ${lesson.id}: ${gap}`);
}

function handoutIsEmpty(lesson: Lesson): boolean {
  const path = join(lessonDir(lesson), 'README.md');
  return (
    existsSync(path) &&
    !readFileSync(path, 'utf8')
      .split('\n')
      .some((line) => /^[^#\s]/.test(line))
  );
}

/** How many a list is that a file of the reference exports; null when the file is not here, which the structure check says. */
async function listIn(lesson: Lesson, file: string, name: string): Promise<number | null> {
  const path = join(solutionDir(lesson), file);
  if (!existsSync(path)) return null;
  const module = (await load(path)) as Readonly<Record<string, readonly unknown[] | undefined>>;
  return module[name]?.length ?? 0;
}
