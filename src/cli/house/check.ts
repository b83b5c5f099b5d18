import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { syncSkeletons } from '../../course/files/sync-skeletons.ts';
import { folderProblems, lockProblems, stepProblems } from '../../course/structure-check.ts';
import { PROJECT } from '../../host/project.ts';
import { EXIT } from '../../host/stop.ts';
import { paint } from '../../text/paint.ts';
import { say } from '../terminal/terminal.ts';

/** `npm run check`: all checks that run no server. */
export async function check(): Promise<number> {
  const results = [
    tool('the linter finds nothing', ['@biomejs', 'biome', 'bin', 'biome'], ['check', '--diagnostic-level=warn']),
    types('the types fit', '.'),
    types('the types of the pages fit', join('src', 'trace', 'page')),
    types('the types of the projector page fit', join('src', 'web', 'page')),
    facts('skeletons equal those generated from the solutions', () =>
      syncSkeletons(true) === 0 ? [] : ['npm run skeletons'],
    ),
    facts('the lock file names no registry', lockProblems),
    facts('steps have keys, files and hints', stepProblems),
    facts('folders and files are those of the registry', folderProblems),
  ];
  return results.every((holds) => holds) ? EXIT.ok : EXIT.failed;
}

const types = (what: string, project: string): boolean =>
  tool(what, ['typescript', 'bin', 'tsc'], ['-p', project, '--pretty', String(paint.level > 0)]);

function tool(what: string, path: readonly string[], args: readonly string[]): boolean {
  const program = join(PROJECT, 'node_modules', ...path);
  const run = spawnSync(process.execPath, [program, ...args], { cwd: PROJECT, encoding: 'utf8' });
  const output = [run.stdout, run.stderr, run.error?.message].filter((text) => text).join('');
  return verdict(what, run.status === 0 ? [] : output.trimEnd().split('\n'));
}

const facts = (what: string, problems: () => string[]): boolean => verdict(what, problems());

function verdict(what: string, problems: readonly string[]): boolean {
  say(` ${problems.length === 0 ? paint.green('✓') : paint.red('✗')} ${what}`);
  for (const problem of problems) say(`   ${problem}`);
  return problems.length === 0;
}
