// `npm run picture`: draws docs/lab.svg, the overview of a lesson and the failure text of a known mistake.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { menuText } from '../src/cli/menu/menu-keys.ts';
import { overviewText } from '../src/cli/menu/overview.ts';
import { mistakesOf, writeMistake } from '../src/course/mistakes/known-mistakes.ts';
import { lessons } from '../src/course/registry.ts';
import { gradeOne } from '../src/grading/one-test.ts';
import { PROJECT } from '../src/host/project.ts';
import type { Progress } from '../src/progress/store.ts';
import { failureText } from '../src/report/failure-text.ts';
import { paint } from '../src/text/paint.ts';
import { ansiSvg } from './ansi-svg.ts';

const COLUMNS = 80;

const MISTAKE = 'one-wait';

const owners = await Promise.all(
  lessons.map(async (lesson) => ({ lesson, known: (await mistakesOf(lesson)).find(({ slug }) => slug === MISTAKE) })),
);
const { lesson, known } = owners.find((owner) => owner.known !== undefined) ?? {};
const title = known?.fails[0];
if (lesson === undefined || known === undefined || title === undefined)
  throw new Error(`there is no mistake ${MISTAKE} to draw`);
const failure = await gradeOne(lesson, writeMistake(lesson, known), title);
if (failure?.status !== 'failed') throw new Error(`"${title}" did not fail`);

const [first, second] = lesson.steps;
const progress: Progress = {
  version: 1,
  steps: { [first?.key ?? '']: { earned: 14, points: 14 }, [second?.key ?? '']: { earned: 4, points: 14 } },
  hints: {},
  last: {},
};
const text = [
  `${paint.green('$')} npm run lesson ${lesson.id}`,
  overviewText(lesson, progress, COLUMNS),
  menuText(COLUMNS),
  '',
  `${paint.green('$')} npm test -- lesson${lesson.id}`,
  '',
  failureText(failure),
].join('\n');

const path = join(PROJECT, 'docs', 'lab.svg');
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, ansiSvg(alike(text), COLUMNS, 'A lesson in the terminal, and a test that failed'));

/** Numbers process ids and ports in order, because each run has others: the picture changes only with the lab. */
function alike(words: string): string {
  const numbers = new Map<string, string>();
  return words.replace(/(?<=\D)\d{4,7}(?=\D|$)/g, (found) => {
    if (!numbers.has(found)) numbers.set(found, String(8121 + numbers.size));
    return numbers.get(found) ?? found;
  });
}
