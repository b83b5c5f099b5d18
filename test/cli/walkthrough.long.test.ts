import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lessons } from '../../src/course/registry.ts';
import { until } from '../../src/host/wait.ts';
import { stepsOf } from '../../src/stage/walk.ts';
import { installed } from '../support/installed.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Copy, firstLesson } from './fixture.ts';
import { Terminal } from './tmux.ts';

const copy = new Copy();
afterAll(() => copy.remove());

/** A pattern for a text that is folded anywhere between its words. */
const folded = (text: string): RegExp =>
  new RegExp(
    text
      .split(' ')
      .map((word) => word.replace(/[^\w]/g, '\\$&'))
      .join('\\s+'),
  );

/** The introduction of the second step of lesson 02. */
async function said(): Promise<RegExp> {
  const lesson = lessons.find(({ id }) => id === '02');
  const step = lesson === undefined ? undefined : (await stepsOf(lesson))[1];
  expect(step?.say, 'a text of step 2').toBeTruthy();
  return folded(step?.say ?? '');
}

const walk = (...words: string[]) => copy.lesson('02', 'walkthrough', ...words);

test.concurrent.each([
  [['mistake', 'one-wait'], 'A mistake is played with auto: walkthrough auto mistake NAME.'],
  [['auto', 'mistake', 'nonsense'], 'Lesson 02 has no mistake "nonsense": npm run lesson 02 demo list names them.'],
  [['auto', 'mistake'], 'Lesson 02 has no mistake "": npm run lesson 02 demo list names them.'],
  [['99'], 'The walkthrough of lesson 02 has 8 steps: 99 is none of them.'],
  [['0'], 'The walkthrough of lesson 02 has 8 steps: 0 is none of them.'],
  [
    ['bog'],
    'walkthrough knows "auto", "big", "nocode", "web", "mistake NAME" and the number of a step, and not "bog".',
  ],
] as const)('walkthrough %j ends with one sentence and status 2', async (words, sentence) => {
  expect(await walk(...words)).toEqual({ status: 2, out: '', err: `${sentence}\n` });
});

test.concurrent('claims that do not hold are listed at the end, and fail the command', async () => {
  const { status, out } = await walk('8', 'auto', 'mistake', 'orphan-writer');
  expect(status).toBe(1);
  expect(out).not.toContain('02 · 7/8');
  expect(out).toMatch(/ 1 claim does not hold:\n\n {3}8 {2}Two processes for one chat: [\s\S]+$/);
  expect(out).not.toContain('as you begin');
  const holds = await walk('8', 'nocode', 'auto', 'mistake', 'one-wait');
  expect(holds.out).toMatch(/chat\.ts, step 02\.6, as you begin[\s\S]*Every claim holds\.\n$/);
  expect(holds.status).toBe(0);
});

describe.skipIf(!installed('tmux', 'test/cli/walkthrough.long.test.ts, before a class'))('before a class', () => {
  let terminal: Terminal;
  const start = (words: string): void => terminal.type(`node tools/start.mjs lesson 02 walkthrough ${words}`);
  const place = (): unknown => {
    try {
      const { classes } = JSON.parse(copy.read('.lab/progress.json')) as { classes?: Record<string, number> };
      return classes?.['fork-per-connection'];
    } catch {
      return undefined; // no progress has been written yet
    }
  };
  /** The processes of the steps, without the command itself. */
  const programs = (): number[] => copy.processes('.lab/build/');
  const nothingLeft = async (): Promise<void> =>
    expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);

  beforeAll(() => copy.solve(firstLesson()));
  beforeEach(() => {
    terminal = new Terminal(copy.folder, 80, 50);
  });
  afterEach(() => terminal.close());

  test('arrows go back and forth at every point, evidence stays, and r plays a step again', async () => {
    start('2');
    await terminal.shows(/02 · 2\/8[\s\S]*PREDICT[\s\S]*\[q\] quit/);
    terminal.keys('z');
    const played = await terminal.shows(/✓ zombies, as predicted[\s\S]*→ A child that has ended[\s\S]*r again/);
    const parent = /parent (\d+)/.exec(played)?.[1] ?? '';
    terminal.keys('Left');
    const question = await terminal.shows(/PREDICT[\s\S]*\[q\] quit/);
    expect(question).not.toContain('as predicted');
    terminal.keys('Right');
    expect(await terminal.shows(/r again/)).toContain(`parent ${parent}`);
    terminal.keys('r');
    await terminal.shows(new RegExp(`as predicted(?![\\s\\S]*parent ${parent} )[\\s\\S]*r again`));
    await terminal.shows(/the reference has none[\s\S]*→ A child that has ended/);
    terminal.keys('Right');
    await terminal.shows(/02 · 3\/8[\s\S]*PREDICT/);
    terminal.keys('Left');
    await terminal.shows(/02 · 2\/8[\s\S]*as predicted[\s\S]*r again/);
    terminal.keys('Left', 'Left');
    await terminal.shows(/02 · 1\/8[\s\S]*PREDICT/);
    terminal.keys('Down', 'Down');
    await terminal.shows(/02 · 3\/8[\s\S]*PREDICT/);
    terminal.keys('Up');
    await terminal.shows(/02 · 2\/8[\s\S]*PREDICT/);
    terminal.keys('q');
    await terminal.isBack(0);
    await nothingLeft();
  });

  test('→ leaves a step while it plays, and its programs end', async () => {
    start('3');
    await terminal.shows(/02 · 3\/8[\s\S]*PREDICT/);
    terminal.keys('Space');
    expect(await until(() => programs().length > 1, PATIENCE_MS), 'the step plays').toBe(true);
    terminal.keys('Right');
    await terminal.shows(/02 · 4\/8[\s\S]*PREDICT/);
    expect(await until(() => programs().length === 0, PATIENCE_MS), `${programs()}`).toBe(true);
    terminal.keys('Left'); // to the question, which drops the output so far
    expect(await terminal.shows(/02 · 3\/8[\s\S]*\[space\] show me/)).not.toContain('The answer');
    terminal.keys('q');
    await terminal.isBack(0);
    await nothingLeft();
  });

  test('a walkthrough continues at its last place, however it was left; the end deletes the place', async () => {
    const lastStep = async (): Promise<void> => {
      terminal.keys('c');
      await terminal.shows(/02 · 7\/8[\s\S]*PREDICT/);
    };
    start('7');
    await terminal.shows(/02 · 7\/8[\s\S]*PREDICT/);
    terminal.keys('q');
    await terminal.isBack(0);
    for (const [key, status] of [
      ['C-c', 130],
      ['C-d', 0],
    ] as const) {
      start('');
      await terminal.shows(/your class was at step 7 of 8, "Closed with\s+unread bytes"[\s\S]*c continue at 7\/8/);
      await lastStep();
      terminal.keys(key);
      await terminal.isBack(status);
    }
    start('');
    await terminal.shows('c continue at 7/8');
    terminal.close(); // as closing the window does
    await nothingLeft();
    expect(place()).toBe(6);
    terminal = new Terminal(copy.folder, 80, 50);
    start('big');
    await terminal.shows('c continue at 7/8');
    terminal.keys('b');
    await terminal.shows(/02 · 1\/8/);
    expect(place()).toBeUndefined();
    terminal.keys('q');
    await terminal.isBack(0);
    start('8');
    await terminal.shows(/PREDICT[\s\S]*one, without a parent/);
    expect(place()).toBe(7);
    terminal.keys('Down');
    await terminal.isBack(0);
    expect(place()).toBeUndefined();
    start('');
    await terminal.shows(/02 · 1\/8[\s\S]*PREDICT/);
    terminal.keys('q');
    await terminal.isBack(0);
  });

  test.each([
    ['the question', ''],
    ['the question on a big page', 'big'],
  ])('Ctrl-C at %s restores the terminal', async (_, words) => {
    start(`2 ${words}`);
    await terminal.shows('02 · 2/8');
    terminal.keys('C-c');
    await terminal.isBack(130);
    await nothingLeft();
  });

  test.each(['', 'big'])('Ctrl-C while a step plays ends its programs and restores the terminal %s', async (words) => {
    start(`3 ${words}`);
    await terminal.shows('02 · 3/8');
    if (words === 'big') {
      terminal.keys('Space', 'Space', 'Space');
      await terminal.shows('space show me');
    }
    terminal.keys('Space');
    expect(await until(() => programs().length > 1, PATIENCE_MS), 'the step plays').toBe(true);
    terminal.keys('C-c');
    await terminal.isBack(130);
    await nothingLeft();
  });

  test.each([
    [80, 24],
    [40, 24],
  ])('big: one thing at a time at %i columns, and nothing scrolls', async (width, height) => {
    terminal.close();
    terminal = new Terminal(copy.folder, width, height);
    start('big 2');
    const shows = async (text: RegExp): Promise<void> => {
      const screen = await terminal.shows(text);
      expect(screen.split('\n')[1], screen).toBe(' 02 · 2/8');
      expect(screen.trimEnd().split('\n').length, screen).toBe(height);
    };
    await shows(/^ +Three clients have left$[\s\S]*━━━/m);
    terminal.keys('Space');
    await shows(/server\.ts, step 02\.2[\s\S]*reapChildren/);
    terminal.keys('Right');
    await shows(await said());
    terminal.keys('Left');
    await shows(/reapChildren/);
    terminal.keys('Right', 'Right');
    await shows(/What is left of the children\?[\s\S]*\[z\] zombies[\s\S]*space show me/);
    terminal.keys('z');
    await shows(/✓ zombies, as predicted/);
    terminal.keys('Right');
    await shows(/┌ the server that does not reap[\s\S]*✓ three zombies/);
    terminal.keys('Right');
    await shows(/┌ the reference[\s\S]*✓ the reference has none/);
    terminal.keys('Right');
    await shows(/A child that has ended stays[\s\S]*r again/);
    terminal.keys('Left', 'Left', 'Left', 'Left');
    await shows(/space show me/);
    terminal.keys('q');
    await terminal.isBack(0);
    await nothingLeft();
  });

  test('a smaller window shows the same page, folded anew', async () => {
    terminal.close();
    terminal = new Terminal(copy.folder, 100, 30);
    start('big 2');
    await terminal.shows('→ on'); // keys that were typed before are dropped
    terminal.keys('Space', 'Space');
    const text = await said();
    await terminal.shows(text);
    await terminal.resize(40, 24);
    const fits = (screen: string): boolean => text.test(screen) && screen.trimEnd().split('\n').length === 24;
    expect((await until(() => fits(terminal.screen()), PATIENCE_MS)) ?? terminal.screen()).toBe(true);
    terminal.keys('q');
    await terminal.isBack(0);
  });
});
