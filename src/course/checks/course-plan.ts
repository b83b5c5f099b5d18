import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeIfOther } from '../../host/atomic-write.ts';
import { PROJECT } from '../../host/project.ts';
import { folderName, lessons } from '../registry.ts';

const HANDBOOK = join(PROJECT, 'labs.md');
const PART = /(<!-- lesson\.ts -->\n)([\s\S]*?)(<!-- end -->)/;

/** The goals, the prerequisites and the hours of all lessons, as labs.md has them. */
function coursePlan(): string {
  const total = lessons.reduce((sum, { hours }) => sum + hours, 0);
  const parts = lessons.map((lesson) => {
    const { id, title, goals, buildsOn, hours } = lesson;
    const needs = buildsOn.length === 0 ? 'needs no other lesson' : `needs ${buildsOn.join(', ')}`;
    const head = `**[${id} ${title}](lessons/${folderName(lesson)}/README.md)**, ${hours} hours, ${needs}:`;
    return `${head}\n\n${goals.map((goal) => `- ${goal}`).join('\n')}\n`;
  });
  return `All lessons take about ${total} hours of a programmer who is new to network programming.\n\n${parts.join('\n')}`;
}

/** Whether labs.md says the same as the lessons. */
export function coursePlanProblems(): string[] {
  const said = PART.exec(readFileSync(HANDBOOK, 'utf8'))?.[2];
  if (said === undefined) return ['labs.md has no part between <!-- lesson.ts --> and <!-- end -->'];
  return said === coursePlan() ? [] : ['npm run skeletons'];
}

/** Writes it into labs.md. */
export function syncCoursePlan(): void {
  if (!existsSync(HANDBOOK)) return; // a copy without it
  const text = readFileSync(HANDBOOK, 'utf8');
  writeIfOther(
    HANDBOOK,
    text.replace(PART, (_, begin: string, __, end: string) => begin + coursePlan() + end),
  );
}
