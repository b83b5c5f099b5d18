import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hintsIn } from '../../src/course/hints.ts';
import { planned } from '../../src/course/registry.ts';
import { Copy, firstLesson } from './fixture.ts';

const copy = new Copy();
const lesson = firstLesson();
const folder = 'lessons/01-blocking-server';

// The first command builds the command line; several at once would each build it.
beforeAll(() => copy.lesson('help'));
afterAll(() => copy.remove());

test.concurrent('without arguments and without a terminal the table is printed', async () => {
  const { status, out } = await copy.lesson();
  expect(status).toBe(0);
  expect(out).toContain(`01  ${lesson.title}`);
  for (const { id, title } of planned) expect(out).toMatch(new RegExp(`${id} {2}${title} +later`));
  expect(out).not.toContain('\x1b');
});

test.concurrent('list json and list --json print the same JSON', async () => {
  const words = await copy.lesson('list', 'json');
  expect((await copy.lesson('list', '--json')).out).toBe(words.out);
  const json = JSON.parse(words.out) as { lessons: { id: string; steps: { earned: number }[] }[]; planned: unknown[] };
  expect(json.lessons[0]).toMatchObject({ id: '01', folder, earned: 0, points: 100 });
  expect(json.planned).toHaveLength(planned.length);
});

test.concurrent.each(['1', '01', 'lesson01', 'blocking-server'])('opens a lesson by %s', async (name) => {
  const { status, out } = await copy.lesson(name);
  expect(status).toBe(0);
  expect(out).toContain('▸ 01.1  listen');
  const line =
    copy
      .read(`${folder}/server.ts`)
      .split('\n')
      .findIndex((text) => text.includes("todo('01.1'")) + 1;
  expect(out).toContain(`edit   ${folder}/server.ts:${line}`);
});

test.concurrent('next opens the first incomplete lesson', async () => {
  expect((await copy.lesson('next')).out).toContain('▸ 01.1  listen');
});

test.concurrent.each([
  [['99'], 2, 'There is no lesson 99: there are 01'],
  [['xyz'], 2, '"xyz" is neither a lesson nor a command'],
  [['01', 'constructor'], 2, 'Lessons have no command "constructor"'],
  [['01', 'hint', '9'], 2, 'Lesson 01 has no step "9"'],
  [['01', 'diff', 'nothing'], 2, 'Lesson 01 has no file or step "nothing"'],
  [['01', 'run', 'nothing'], 2, 'Lesson 01 has no program "nothing"'],
  [['01', 'demo', 'nothing'], 2, 'Lesson 01 has no demo "nothing"'],
  [['list', 'tree'], 2, 'list knows "json" and not "tree"'],
])('%j ends with status %i and one sentence', async (args, status, sentence) => {
  const run = await copy.lesson(...args);
  expect(run.status).toBe(status);
  expect(run.err.trimEnd().split('\n')).toHaveLength(1);
  expect(run.err).toContain(sentence);
});

test.concurrent.each(planned)('lesson $id, which is planned, ends with status 2 and says so', async ({ id, title }) => {
  const { status, err } = await copy.lesson(id);
  expect([status, err]).toEqual([2, `Lesson ${id}, ${title}, is planned and not there yet.\n`]);
});

test.concurrent('help and --help name every command', async () => {
  const help = await copy.lesson('help');
  expect(help.status).toBe(0);
  for (const name of [
    'list',
    'next',
    'doctor',
    'read',
    'run',
    'edit',
    'test',
    'watch',
    'hint',
    'demo',
    'break',
    'walkthrough',
    'diff',
    'solve',
    'reset',
    'restore',
  ])
    expect(help.out).toContain(name);
  expect((await copy.lesson('--help')).out).toBe(help.out);
});

test.concurrent('doctor reports that the lab can run here', async () => {
  const { status, out } = await copy.lesson('doctor');
  expect(out).toContain('The lab can run here.');
  expect(status).toBe(0);
});

test('read prints the handout without Markdown marks', async () => {
  copy.write(`${folder}/README.md`, '# One client\n\nCall `accept` **once** more.\n');
  const { status, out } = await copy.lesson('01', 'read');
  expect(status).toBe(0);
  expect(out).toContain('One client\n\nCall accept once more.');
});

test('hint prints one more hint each time, below the earlier ones, until there are no more', async () => {
  const hints = hintsIn(copy.read(`${folder}/hints.md`)).get('01.2') ?? [];
  expect(hints).toHaveLength(3);
  const words = (text: string): string =>
    text
      .replace(/```\w*|`/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  for (const hint of hints) expect(words((await copy.lesson('01', 'hint', '01.2')).out)).toContain(words(hint));
  const after = words((await copy.lesson('01', 'hint', '2')).out);
  expect(after).toContain('There are no more hints for this step.');
  for (const hint of hints) expect(after).toContain(words(hint));
});

test('hint reports a syntax error instead of a hint, and uses none up', async () => {
  const file = `${folder}/server.ts`;
  const mine = copy.read(file);
  const hints = async (): Promise<string> => (await copy.lesson('01', 'hint', '01.4')).out;
  copy.write(file, mine.replace('listener: Fd', 'listener: Fd, (('));
  const faulty = await hints();
  expect(faulty.replace(/\s+/g, ' ')).toMatch(
    /Before anything else: lessons\/01-blocking-server\/server\.ts:\d+:\d+: /,
  );
  expect(faulty).not.toContain('hint 1 of');
  copy.write(file, mine);
  expect(await hints()).toContain('hint 1 of');
});

test('a hint starts from the last failure', async () => {
  const progress = JSON.parse(copy.read('.lab/progress.json')) as { last: Record<string, unknown> };
  progress.last[lesson.steps[2]?.key ?? ''] = { told: true, title: 'echoes', expected: '5 bytes', saw: 'nothing' };
  copy.write('.lab/progress.json', JSON.stringify(progress));
  const { out } = await copy.lesson('01', 'hint', '01.3');
  expect(out).toMatch(/The last test that failed: echoes[\s\S]*expected +5 bytes[\s\S]*saw +nothing[\s\S]*hint 1 of/);
});

test('edit opens the place of the step in the editor', async () => {
  const none = await copy.lesson('01', 'edit');
  expect(none.err).toMatch(
    /^Set EDITOR to the name of your editor, or open lessons\/01-blocking-server\/server\.ts:\d+ in it\.\n$/,
  );
});

test('an unreadable progress file stops a command; a damaged one is kept under another name', async () => {
  const file = copy.path('.lab/progress.json');
  rmSync(file, { force: true });
  mkdirSync(file, { recursive: true });
  for (const args of [['list'], ['01', 'hint']]) {
    const unreadable = await copy.lesson(...args);
    expect(unreadable).toMatchObject({ status: 1, out: '' });
    expect(unreadable.err).toBe(
      'Your progress, .lab/progress.json, cannot be read (EISDIR): repair or remove it first.\n',
    );
  }
  rmSync(file, { recursive: true });
  writeFileSync(file, '{"version": 1, "steps": {');
  const damaged = await copy.lesson('list');
  expect(damaged.status).toBe(0);
  const aside = /kept as (\S+);/.exec(damaged.err)?.[1] ?? '';
  expect(copy.read(aside)).toBe('{"version": 1, "steps": {');
});
