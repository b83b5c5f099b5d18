import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROJECT } from '../../src/host/project.ts';
import { Copy, type Said } from './fixture.ts';

const FOLDERS = ['lessons/98-small-server', 'solutions/98-small-server', 'test/lesson98'];

const copy = new Copy();
let begun: Said;

beforeAll(async () => {
  for (const file of ['biome.json', '.gitignore']) copyFileSync(join(PROJECT, file), copy.path(file));
  copy.write('lessons/planned.json', '[\n  { "id": "98", "title": "Small server" }\n]\n');
  begun = await copy.lesson('new', '98', 'small-server');
});
afterAll(() => copy.remove());

test('a new lesson is found, and is planned no longer', async () => {
  expect(begun).toMatchObject({ status: 0, err: '' });
  expect((await copy.lesson('list')).out).toMatch(/98 +Small server/);
  expect(JSON.parse(copy.read('lessons/planned.json'))).not.toContainEqual(expect.objectContaining({ id: '98' }));
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
  expect(out.split('\n').filter((line) => /lesson ?98|98-small|98\.1/.test(line))).toEqual([
    '   lessons/98-small-server/hints.md: 98.1 Idea is empty',
    '   lessons/98-small-server/hints.md: 98.1 Call is empty',
    '   lessons/98-small-server/hints.md: 98.1 Shape is empty',
    '   solutions/98-small-server/teacher.md is missing',
    '   lesson 98: no goal: one sentence, what is built',
    '   lesson 98: no goals: what the learner can explain or do afterwards',
    '   lesson 98: no hours: how long it takes',
    '   lesson 98: no diagnoses: the names and questions of its known mistakes',
    '   lesson 98: no known mistakes in test/mistakes/98',
    '   lesson 98: the handout is empty: README.md has headings and nothing below them',
    '   lesson 98: no scene in demo.ts',
    '   lesson 98: no step in walkthrough.ts',
    '   lesson 98: its graded tests give 5 points, not 100',
  ]);
});

test('its reference passes its first test, and its skeleton does not', async () => {
  const skeleton = await copy.run(['test', 'lesson98']);
  expect(skeleton.out).toContain('0/5');
  copy.write('lessons/98-small-server/server.ts', copy.read('solutions/98-small-server/server.ts'));
  expect((await copy.run(['test', 'lesson98'])).out).toContain('5/5');
});

test.each([
  ['98', 'again', 'lessons/98-small-server is there already. Nothing was written.\n'],
  ['99', 'small-server', 'lessons/98-small-server is there already. Nothing was written.\n'],
  ['x', 'slug', 'A lesson has a number from 1 to 99, not "x".\n'],
  ['99', '../slug', 'A slug is small letters, digits and single hyphens, such as multi-reactor, not "../slug".\n'],
])('and %s %s is refused', async (number, slug, sentence) => {
  expect((await copy.lesson('new', number, slug)).err).toBe(sentence);
  expect(existsSync(copy.path('test/lesson99'))).toBe(false);
});

const tool = (program: string, args: readonly string[]) =>
  spawnSync(process.execPath, [copy.path(`node_modules/${program}`), ...args], { cwd: copy.folder, encoding: 'utf8' });
