import { existsSync, rmSync, utimesSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Copy, firstLesson } from './fixture.ts';

const copy = new Copy();
const lesson = 'lessons/01-blocking-server/lesson.ts';
const source = copy.read(lesson);
const { title } = firstLesson();
afterAll(() => copy.remove());

const built = (): unknown => JSON.parse(copy.read('.lab/cli/built.json'));
const list = async (): Promise<string> => (await copy.lesson('list')).out;

test('commands are built at the first start, and not again while nothing changes', async () => {
  expect(existsSync(copy.path('.lab/cli/built.json'))).toBe(false);
  expect(await list()).toContain(title);
  const first = built();
  expect(await list()).toContain(title);
  expect(built()).toEqual(first);
});

test('a changed source is seen by the next command, also with the same size and time', async () => {
  const other = title.replace(/^./, '#');
  copy.write(lesson, source.replace(title, other));
  utimesSync(copy.path(lesson), 1, 1);
  expect(await list()).toContain(other);
  copy.write(lesson, source);
  utimesSync(copy.path(lesson), 1, 1);
  expect(await list()).not.toContain(other);
});

test('a lesson that comes or goes is seen by the next command', async () => {
  copy.write(lesson, source);
  rmSync(copy.path(lesson));
  expect(await list()).not.toContain(title);
  copy.write(lesson, source);
  expect(await list()).toContain(title);
});

test('sources that cannot be built are loaded as they are, and the error has its place', async () => {
  copy.write(lesson, `${source}}\n`);
  const { status, err } = await copy.lesson('list');
  expect([status, err]).toEqual([
    1,
    expect.stringMatching(/lesson\.ts(:\d+)* ?cannot be loaded: [\s\S]*Unexpected "}"/),
  ]);
  copy.write(lesson, source);
});

test('the stack of an error in the lab names the sources', async () => {
  const file = 'src/cli/house/skeletons.ts';
  const before = copy.read(file);
  copy.write(
    file,
    before.replace(/(export async function skeletons\([^)]*\)[^{]*\{\n)/, "$1  throw new Error('broken');\n"),
  );
  const { status, err } = await copy.run(['skeletons']);
  copy.write(file, before);
  expect([status, err]).toEqual([
    1,
    expect.stringMatching(/The lab itself failed: [\s\S]*broken[\s\S]*src\/cli\/house\/skeletons\.ts:\d+/),
  ]);
});

test('where nothing can be written, a command starts all the same', async () => {
  rmSync(copy.path('.lab/cli'), { recursive: true });
  copy.write('.lab/cli', 'a file, where the folder should be');
  expect(await list()).toContain(title);
});
