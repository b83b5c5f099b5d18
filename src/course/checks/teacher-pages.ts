import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lesson } from '../lesson.ts';
import { folderName, lessonDir, lessons, solutionDir } from '../registry.ts';

const EXAM_QUESTIONS = 5;

/** Each lesson has a page for teachers: an answer for each question of its handout, and exam questions with answers. */
export const teacherPageProblems = (): string[] => lessons.flatMap(problemsIn);

function problemsIn(lesson: Lesson): string[] {
  const file = `solutions/${folderName(lesson)}/teacher.md`;
  if (!existsSync(join(solutionDir(lesson), 'teacher.md'))) return [`${file} is missing`];
  const page = readFileSync(join(solutionDir(lesson), 'teacher.md'), 'utf8');
  const handout = readFileSync(join(lessonDir(lesson), 'README.md'), 'utf8');
  const expected = [
    ...['Think', 'Break it'].map((title) => [title, itemsIn(handout, title)] as const),
    ['Exam questions', EXAM_QUESTIONS] as const,
  ];
  const answers = page.match(/^ {3}Answer: \S/gm)?.length ?? 0;
  return [
    ...expected
      .filter(([title, count]) => itemsIn(page, title) !== count)
      .map(([title, count]) => `${file}: ${itemsIn(page, title)} items in "${title}", not ${count}`),
    ...(answers === EXAM_QUESTIONS ? [] : [`${file}: ${answers} answers to exam questions, not ${EXAM_QUESTIONS}`]),
  ];
}

/** The number of items in the numbered list of a section. */
function itemsIn(text: string, title: string): number {
  const section = new RegExp(`^## ${title}$([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text)?.[1] ?? '';
  return section.match(/^\d+\. /gm)?.length ?? 0;
}
