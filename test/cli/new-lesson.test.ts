import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { Copy, type Said } from './fixture.ts';

const FOLDERS = ['lessons/10-multi-reactor', 'solutions/10-multi-reactor', 'test/lesson10'];

const copy = new Copy();
let begun: Said;

beforeAll(async () => {
  for (const file of ['biome.json', '.gitignore']) copyFileSync(join(PROJECT, file), copy.path(file));
  begun = await copy.lesson('new', '10', 'multi-reactor');
});
afterAll(() => copy.remove());

test('a new lesson is found, and is planned no longer', async () => {
  expect(begun).toMatchObject({ status: 0, err: '' });
  expect((await copy.lesson('list')).out).toMatch(/10 +Multi-reactor/);
  expect(JSON.parse(copy.read('lessons/planned.json'))).not.toContainEqual(expect.objectContaining({ id: '10' }));
});

test('its programs and tests are tidy, and their types fit', () => {
  expect(tool('@biomejs/biome/bin/biome', ['check', '--diagnostic-level=warn', ...FOLDERS])).toMatchObject({
    status: 0,
  });
  copy.write('tsconfig.new.json', JSON.stringify({ extends: './tsconfig.json', include: FOLDERS }));
  expect(tool('typescript/bin/tsc', ['-p', 'tsconfig.new.json'])).toMatchObject({ status: 0, stdout: '' });
});

test('npm run check names each thing that it lacks in a line, and nothing else', async () => {
  const { out, err } = await copy.run(['check', 'lessons']);
  expect(err).toBe('');
  expect(out.split('\n').filter((line) => /lesson ?10|10-multi|10\.1/.test(line))).toEqual([
    '   lessons/10-multi-reactor/hints.md: 10.1 Idea is empty',
    '   lessons/10-multi-reactor/hints.md: 10.1 Call is empty',
    '   lessons/10-multi-reactor/hints.md: 10.1 Shape is empty',
    '   solutions/10-multi-reactor/teacher.md is missing',
    '   lesson 10: no goal: one sentence, what is built',
    '   lesson 10: no goals: what the learner can explain or do afterwards',
    '   lesson 10: no hours: how long it takes',
    '   lesson 10: no diagnoses: the names and questions of its known mistakes',
    '   lesson 10: no known mistakes in test/mistakes/10',
    '   lesson 10: the handout is empty: README.md has headings and nothing below them',
    '   lesson 10: no scene in demo.ts',
    '   lesson 10: no step in walkthrough.ts',
    '   lesson 10: its graded tests give 5 points, not 100',
  ]);
});

test('its reference passes its first test, and its skeleton does not', async () => {
  const skeleton = await copy.run(['test', 'lesson10']);
  expect(skeleton.out).toContain('0/5');
  copy.write('lessons/10-multi-reactor/server.ts', copy.read('solutions/10-multi-reactor/server.ts'));
  expect((await copy.run(['test', 'lesson10'])).out).toContain('5/5');
});

test.each([
  ['10', 'again', 'lessons/10-multi-reactor is there already. Nothing was written.\n'],
  ['11', 'multi-reactor', 'lessons/10-multi-reactor is there already. Nothing was written.\n'],
  ['x', 'slug', 'A lesson has a number from 1 to 99, not "x".\n'],
  ['11', '../slug', 'A slug is small letters, digits and single hyphens, such as multi-reactor, not "../slug".\n'],
])('and %s %s is refused', async (number, slug, sentence) => {
  expect((await copy.lesson('new', number, slug)).err).toBe(sentence);
  expect(existsSync(copy.path('test/lesson11'))).toBe(false);
});

const tool = (program: string, args: readonly string[]) =>
  spawnSync(process.execPath, [copy.path(`node_modules/${program}`), ...args], { cwd: copy.folder, encoding: 'utf8' });
