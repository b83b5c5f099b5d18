import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderName, solutionDir } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { installed } from '../support/installed.ts';
import { Copy, firstLesson, plainEnvironment } from './fixture.ts';

const lesson = firstLesson();
const NAME = 'test/cli/pack.long.test.ts';

/** A program that looks for answers as a submission would, and says on standard error what it can read or run. */
const SPY = `import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const say = (text: string): boolean => process.stderr.write(text + '\\n');
const attempt = (what: string, look: () => string): void => {
  try {
    if (look().length > 0) say('LEAK ' + what);
  } catch {}
};
say('SPIED');
const roots = new Set([process.cwd(), '/autograder/source/lab', '/opt/lab', '/lab']);
for (let up = process.cwd(); up !== '/'; up = dirname(up)) roots.add(up);
for (const root of roots) {
  attempt(root + ' git', () => execFileSync('git', ['-c', 'safe.directory=*', '-C', root, 'log', '--oneline'], { encoding: 'utf8', stdio: 'pipe' }));
  for (const room of ['.git', 'solutions', 'test/mistakes', 'grading/proof', 'submissions'])
    attempt(root + ' ' + room, () => readdirSync(join(root, room)).join());
  attempt(root + ' proof', () => readFileSync(join(root, 'grading/proof/${folderName(lesson)}/server.ts'), 'utf8'));
}
process.exit(1);
`;

const others = process.getuid?.() === 0 && ['git', 'setpriv', 'prlimit'].every((name) => installed(name, NAME));
if (process.getuid?.() !== 0) process.stderr.write(`${NAME}: skipped, only root grades as another user\n`);

describe.skipIf(!others)("the grader's copy", () => {
  const source = new Copy();
  const scratch = mkdtempSync(join(tmpdir(), 'lab-pack-'));
  const grader = join(scratch, 'grader');
  const git = (...args: string[]): void => {
    const who = ['-c', 'user.name=ann', '-c', 'user.email=ann@localhost', '-c', 'commit.gpgsign=false'];
    const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: source.folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };

  beforeAll(() => {
    for (const name of ['grading', 'LICENSE', 'CHANGELOG.md', '.gitignore', '.dockerignore'])
      cpSync(join(PROJECT, name), source.path(name), { recursive: true });
    source.solve(lesson);
    git('init', '-q');
    git('add', '-A');
    git('commit', '-q', '-m', 'the lab, with a solved lesson');
    chmodSync(scratch, 0o755);
    const said = start(source.folder, 'pack', grader, lesson.id);
    expect(said.status, said.stderr).toBe(0);
    symlinkSync(join(PROJECT, 'node_modules'), join(grader, 'node_modules'));
  });
  afterAll(() => {
    source.remove();
    rmSync(scratch, { recursive: true });
  });

  test('has no answer to read, also where somebody has solved a lesson, no history and no other lesson', () => {
    const paths = filesIn(grader).map((path) => relative(grader, path));
    expect(paths.filter((path) => /^(\.git\/|solutions|test\/mistakes|.*hints\.md)/.test(path))).toEqual([]);
    const answer = readFileSync(join(solutionDir(lesson), 'server.ts'), 'utf8');
    const line = answer.split('\n').find((text) => text.includes('subarray(0, n)')) ?? '';
    expect(line).not.toBe('');
    const holders = paths.filter((path) => readFileSync(join(grader, path), 'utf8').includes(line.trim()));
    expect(holders).toEqual([]);
    expect(readdirSync(join(grader, 'lessons'))).toEqual([folderName(lesson)]);
  });

  /** Grades a submission of one file with this copy of the lab. */
  function gradeOne(lab: string, server: string): { status: number | null; stderr: string; report: string } {
    const [submission, results] = ['submission', 'results'].map((name) => join(scratch, name)) as [string, string];
    rmSync(submission, { recursive: true, force: true });
    mkdirSync(submission);
    writeFileSync(join(submission, 'server.ts'), server);
    const run = spawnSync(join(lab, 'grading', 'grade-one'), [submission, results, lesson.id], {
      env: plainEnvironment(),
      encoding: 'utf8',
    });
    return { status: run.status, stderr: run.stderr, report: readFileSync(join(results, 'report.json'), 'utf8') };
  }

  test('proves itself, and a submission finds no answer, no history and no proof', { timeout: 900_000 }, () => {
    const { status, stderr, report } = gradeOne(grader, SPY);
    expect(status, stderr).toBe(0);
    expect(report).toContain('SPIED');
    expect(report).not.toContain('LEAK');
    expect(statSync(join(grader, 'grading', 'proof')).mode & 0o777).toBe(0o700);
    const { submissions } = JSON.parse(report) as { submissions: { earned: number }[] };
    expect(submissions[0]?.earned).toBeLessThan(50);
  });

  test.each(['.git', 'solutions', 'test/mistakes'])('where there is %s, grade-one grades nobody', (answers) => {
    const checkout = join(scratch, 'checkout');
    cpSync(join(grader, 'grading'), join(checkout, 'grading'), { recursive: true });
    mkdirSync(join(checkout, answers), { recursive: true });
    const { status, stderr, report } = gradeOne(checkout, SPY);
    rmSync(checkout, { recursive: true });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`Here is ${answers}, which a submission could read.`),
    ]);
    expect(JSON.parse(report)).toMatchObject({ complete: false, submissions: [] });
  });

  test('is what the archive for Gradescope holds', () => {
    const zip = join(scratch, 'autograder.zip');
    const { status, stderr } = spawnSync(source.path('grading/gradescope/pack'), [zip, lesson.id], {
      env: plainEnvironment(),
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const names = zipNames(zip);
    expect(names).toContain('run_autograder');
    expect(names).toContain(`lab/grading/proof/${folderName(lesson)}/server.ts`);
    expect(names.filter((name) => /\.git\/|solutions|mistakes\/\d|hints\.md/.test(name))).toEqual([]);
  });
});

const start = (lab: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(lab, 'tools', 'start.mjs'), ...args], {
    cwd: lab,
    env: plainEnvironment(),
    encoding: 'utf8',
  });

const filesIn = (room: string): string[] =>
  readdirSync(room, { withFileTypes: true }).flatMap((entry) => {
    const path = join(room, entry.name);
    return entry.isDirectory() ? filesIn(path) : entry.isFile() ? [path] : [];
  });

/** The names in the directory of a zip. */
function zipNames(path: string): string[] {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  return names;
}
