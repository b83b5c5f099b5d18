import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { folderName, lessons } from '../../src/course/registry.ts';
import { PROJECT } from '../../src/host/project.ts';
import { makeScratch, removeScratch } from '../../src/host/scratch.ts';
import { installed } from '../support/installed.ts';
import { Copy, firstLesson, plainEnvironment } from './fixture.ts';

const lesson = firstLesson();
const own = `lessons/${folderName(lesson)}`;
const scratch = makeScratch();
const folder = join(scratch, 'copy');
const newer = join(scratch, 'newer');
afterAll(() => removeScratch(scratch));

const filesIn = (room: string): string[] =>
  readdirSync(room).flatMap((name) => {
    if (name === '.git' || name === 'node_modules' || name === '.lab') return [];
    const path = join(room, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** A command in the students' copy, or in another folder. */
function run(args: readonly string[], where = folder): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(where, 'tools', 'start.mjs'), ...args], {
    cwd: where,
    env: plainEnvironment(),
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe.skipIf(!installed('git', 'test/cli/hand-out.long.test.ts'))('a copy for students', () => {
  const source = new Copy();
  const git = (...args: string[]): void => {
    const { status, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=ann', '-c', 'user.email=ann@localhost', '-c', 'commit.gpgsign=false', ...args],
      { cwd: source.folder, encoding: 'utf8' },
    );
    expect(status, stderr).toBe(0);
  };
  const commit = (message: string): void => {
    git('add', '-A');
    git('commit', '-q', '-m', message);
  };

  beforeAll(() => {
    for (const name of ['grading', 'LICENSE', 'CHANGELOG.md', '.gitignore'])
      cpSync(join(PROJECT, name), source.path(name), { recursive: true });
    git('init', '-q');
    commit('the lab');
    const said = run(['hand-out', folder, lesson.id], source.folder);
    expect(said.status, said.err).toBe(0);
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => source.remove());

  test('has no line of an answer, no edit of a mistake, and two hints a step', () => {
    const answers = lesson.files.flatMap((file) => answerLines(join(PROJECT, 'solutions', folderName(lesson), file)));
    expect(answers.length).toBeGreaterThan(10);
    for (const path of filesIn(folder)) {
      const text = readFileSync(path, 'utf8');
      // A given program may contain a line that a step asks for.
      const found = answers.filter((line) => !isGiven(line) && text.includes(line));
      expect(found, relative(folder, path)).toEqual([]);
    }
    expect(filesIn(folder).filter((path) => /solutions|teacher\.md|mistakes\/\d/.test(relative(folder, path)))).toEqual(
      [],
    );
    expect(read(`${own}/hints.md`)).toContain('### Call');
    expect(read(`${own}/hints.md`)).not.toContain('### Shape');
  });

  test('names no command and no file that it does not have', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    for (const page of ['README.md', `${own}/README.md`, `${own}/hints.md`]) {
      const text = read(page);
      for (const [, script = ''] of text.matchAll(/npm run ([a-z:-]+)/g)) expect(scripts, page).toContain(script);
      for (const [command] of text.matchAll(/npm run lesson \d\d (walkthrough|diff|solve)/g))
        expect.fail(`${page}: ${command}`);
      for (const [, link = ''] of text.matchAll(/\]\(([^)#\s:]+)\)/g))
        expect(existsSync(join(folder, page, '..', link)), `${page}: ${link}`).toBe(true);
    }
    const help = run(['lesson', 'help']).out;
    expect(help).toMatch(/01 hint/);
    expect(help).not.toMatch(/walkthrough|diff|solve|npm run grade/);
    expect(run(['lesson', lesson.id, 'solve']).err).toMatch(/^Lessons have no command "solve": there are read, run, /);
  });

  test('grades, and plays demos and mistakes from built programs', () => {
    const graded = run(['test', 'lesson01']);
    expect(graded.out).toMatch(/0\/100 points/);
    const demo = run(['lesson', lesson.id, 'demo', 'all']);
    expect(demo.status, demo.out + demo.err).toBe(0);
    expect(demo.out).not.toContain('✗');
    const broken = run(['lesson', lesson.id, 'demo', 'leak-on-error']);
    expect(broken.status, broken.out + broken.err).toBe(0);
    expect(broken.out).toContain('leak-on-error');
  });

  test('reset brings the skeleton back, without a repository too', () => {
    const skeleton = read(`${own}/server.ts`);
    writeFileSync(join(folder, own, 'server.ts'), '// mine\n');
    expect(run(['lesson', lesson.id, 'reset', 'yes']).status).toBe(0);
    expect(read(`${own}/server.ts`)).toBe(skeleton);
  });

  test('an update takes what is new, keeps what was changed, and leaves the work of the learner', () => {
    source.write('CHANGELOG.md', 'newer\n');
    commit('later');
    const made = run(['hand-out', newer, '01', '04'], source.folder);
    expect(made.status, made.err).toBe(0);
    writeFileSync(join(folder, own, 'server.ts'), '// my work\n');
    writeFileSync(join(folder, own, 'notes.txt'), 'mine too\n');
    writeFileSync(join(folder, own, 'README.md'), 'my own handout\n');
    const said = run(['update', newer]);
    expect(said.err).toBe('');
    expect(said.out).toMatch(/lesson 04 is new/);
    expect(read(`${own}/server.ts`)).toBe('// my work\n');
    expect(read(`${own}/notes.txt`)).toBe('mine too\n');
    expect(read(`${own}/README.md`)).toBe(readFileSync(join(newer, own, 'README.md'), 'utf8'));
    expect(read('CHANGELOG.md')).toBe('newer\n');
    const kept = /kept in (\S+):/.exec(said.out)?.[1] ?? '';
    expect(read(`${kept}/${own}/README.md`)).toBe('my own handout\n');
    expect(run(['test', '04.1']).out).toMatch(/○ 04\.1|todo/);
    expect(run(['update', newer]).out).toMatch(/already/);
    // This demo has a program of its own.
    const growth = run(['lesson', '04', 'demo', 'growth']);
    expect(growth.out, growth.err).toContain('✓');
    expect(growth.err).toBe('');
    writeFileSync(join(newer, 'CHANGELOG.md'), 'damaged\n');
    expect(run(['update', newer]).err).toMatch(/CHANGELOG.md is missing or changed. Nothing was updated.$/m);
  });
});

test.each([
  [['hand-out', PROJECT], 'inside the lab'],
  [['hand-out', scratch, '77'], 'There is no lesson 77'],
  [['hand-out', '/proc/none/copy'], '/proc/none/copy cannot be made (ENOENT)'],
  [['hand-out', join(scratch, 'x'), 'hints=9'], 'hints is a number from 0 to 3.'],
  [['update', scratch], 'Only a copy that was handed out is updated'],
])('%s is refused in one sentence', (args, sentence) => {
  const said = run(args, PROJECT);
  expect(said.status).not.toBe(0);
  expect(said.err).toContain(sentence);
  expect(said.err.trim().split('\n')).toHaveLength(1);
});

/** The lines of the step regions that are long enough to be nobody else's. */
function answerLines(path: string): string[] {
  const lines: string[] = [];
  let inside = false;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.includes('//#endregion')) inside = false;
    else if (line.includes('//#region')) inside = true;
    else if (inside && line.trim().length > 30 && !line.trim().startsWith('//')) lines.push(line.trim());
  }
  return lines;
}

const given = lessons.flatMap((one) => one.given.map((file) => join(PROJECT, 'lessons', folderName(one), file)));
const shared = [...given, ...filesIn(join(PROJECT, 'src')), ...filesIn(join(PROJECT, 'test', 'support'))].map((path) =>
  readFileSync(path, 'utf8'),
);
const isGiven = (line: string): boolean => shared.some((text) => text.includes(line));
