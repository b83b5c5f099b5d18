import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath } from '../../host/on-path.ts';
import { PROJECT } from '../../host/project.ts';
import { Stop } from '../../host/stop.ts';
import { paint } from '../../text/paint.ts';
import type { Lesson, Step } from '../lesson.ts';
import { folderName } from '../registry.ts';
import { editable, endedAs, ownText } from './own-text.ts';
import { withSteps } from './rewrite.ts';
import { regionsOf, taskIn } from './skeleton.ts';

/** The lines of git's header, which is replaced: blob numbers are of no use here. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const HEADER = /^(\x1b\[[0-9;]*m)?(diff --git |index [0-9a-f]+\.\.|new file mode |deleted file mode |--- |\+\+\+ )/;

/**
 * The diff of one file of the learner's against the reference: all of it, or some steps, with the learner's text elsewhere.
 * `null` when there is no difference.
 */
export function againstReference(lesson: Lesson, file: string, steps: readonly Step[] | null): string | null {
  const mine = join('lessons', folderName(lesson), file);
  const theirs = join('solutions', folderName(lesson), file);
  const own = ownText(join(PROJECT, mine));
  if (own === null) throw new Stop(`${mine} is missing: npm run lesson ${lesson.id} reset brings it back.`);
  const text = editable(own, mine, 'save it as UTF-8');
  const reference = withoutTasks(readFileSync(join(PROJECT, theirs), 'utf8'), text);
  const other = steps === null ? reference : solved(text, reference, steps, file, lesson);
  if (other === text) return null;
  return [`--- ${mine}`, `+++ ${theirs}`, ...hunks(mine, endedAs(other, own))].join('\n');
}

function solved(mine: string, reference: string, steps: readonly Step[], file: string, lesson: Lesson): string {
  try {
    return withSteps(mine, reference, steps, file);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    throw new Stop(
      `The //#region markers of ${file} are not as they were, so its steps cannot be told apart: npm run lesson ${lesson.id} diff ${file} compares all of it.`,
    );
  }
}

/** The reference without the TODO comments that the learner has deleted: they are no part of the answer. */
function withoutTasks(reference: string, mine: string): string {
  const lines = reference.split('\n');
  const kept = new Set(mine.split('\n'));
  for (const region of regionsOf(reference).reverse()) {
    const task = taskIn(lines, region);
    lines.splice(region.begin + 1, task.length, ...task.filter((line) => kept.has(line)));
  }
  return lines.join('\n');
}

function hunks(mine: string, other: string): string[] {
  const color = paint.level > 0 ? 'always' : 'never';
  const [program, ...options] = onPath('git')
    ? [
        'git',
        '--no-pager',
        '-c',
        'core.whitespace=cr-at-eol',
        'diff',
        '--no-index',
        '--no-ext-diff',
        `--color=${color}`,
        '--',
      ]
    : ['diff', '-u', `--color=${color}`, '--'];
  const run = spawnSync(program ?? 'diff', [...options, mine, '-'], { cwd: PROJECT, encoding: 'utf8', input: other });
  if (run.error !== undefined || (run.status ?? 2) > 1)
    throw new Stop(`Comparing takes git or diff: ${run.error?.message ?? run.stderr.trim()}`);
  const lines = run.stdout.replaceAll('\r', '').trimEnd().split('\n');
  // Only at the top: a deleted line that begins with "-- " looks like a header line.
  const first = lines.findIndex((line) => !HEADER.test(line));
  return lines.slice(first < 0 ? lines.length : first);
}
