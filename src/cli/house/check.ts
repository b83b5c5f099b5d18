import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { deadPaths } from '../../course/checks/doc-paths.ts';
import { hintProblems } from '../../course/checks/hints.ts';
import { longFiles } from '../../course/checks/long-files.ts';
import { folderProblems, lockProblems, stepProblems } from '../../course/checks/structure.ts';
import { syncSkeletons } from '../../course/files/sync-skeletons.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT, Stop } from '../../host/stop.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';
import { lessonGaps } from './lesson-gaps.ts';

/** `npm run check`: what can be checked without running a server. `check lessons` leaves out the linter and the compiler, which take their time. */
export async function check(args: readonly string[]): Promise<number> {
  const words = args.map((arg) => arg.replace(/^--/, ''));
  const other = words.find((word) => word !== 'lessons');
  if (other !== undefined) throw new Stop(`check knows "lessons" and not "${other}".`, EXIT.usage);
  const results = [...(words.length > 0 ? [] : tools()), ...(await lessonFacts())];
  return results.every((holds) => holds) ? EXIT.ok : EXIT.failed;
}

const tools = (): boolean[] => [
  tool('the linter finds nothing', ['@biomejs', 'biome', 'bin', 'biome'], ['check', '--diagnostic-level=warn']),
  tool('nothing is unused', ['knip', 'bin', 'knip.js'], ['--no-progress', '--treat-config-hints-as-errors']),
  types('the types fit', '.'),
  types('the types of the pages fit', join('src', 'trace', 'page')),
  types('the types of the projector page fit', join('src', 'web', 'page')),
];

const lessonFacts = async (): Promise<boolean[]> => [
  await facts('skeletons and libraries are as their solutions make them', () =>
    syncSkeletons(true) === 0 ? [] : ['npm run skeletons'],
  ),
  await facts('the lock file names no registry', lockProblems),
  await facts('steps have keys and files, diagnoses have steps', stepProblems),
  await facts('folders and files are those of the registry', folderProblems),
  await facts('hints are an idea, a call and a shape that fits the reference', hintProblems),
  await facts('lessons are complete', lessonGaps),
  await facts('no file is longer than 250 lines', longFiles),
  await facts('paths in documents lead somewhere', deadPaths),
];

const types = (what: string, project: string): boolean =>
  tool(what, ['typescript', 'bin', 'tsc'], ['-p', project, '--pretty', String(paint.level > 0)]);

function tool(what: string, path: readonly string[], args: readonly string[]): boolean {
  const program = join(PROJECT, 'node_modules', ...path);
  const run = spawnSync(process.execPath, [program, ...args], { cwd: PROJECT, encoding: 'utf8' });
  const output = [run.stdout, run.stderr, run.error?.message].filter((text) => text).join('');
  return verdict(what, run.status === 0 ? [] : output.trimEnd().split('\n'));
}

/** A check that cannot be made, because a file is missing or makes no sense, is a problem in one line like the others. */
async function facts(what: string, problems: () => readonly string[] | Promise<readonly string[]>): Promise<boolean> {
  try {
    return verdict(what, await problems());
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('\n');
    return verdict(what, [sentence]);
  }
}

function verdict(what: string, problems: readonly string[]): boolean {
  say(` ${problems.length === 0 ? paint.green('✓') : paint.red('✗')} ${what}`);
  for (const problem of problems) say(`   ${problem}`);
  return problems.length === 0;
}
