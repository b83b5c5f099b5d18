import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lessons, planned } from '../../src/course/registry.ts';
import { until } from '../../src/host/wait.ts';
import { installed } from '../support/installed.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Copy, firstLesson } from './fixture.ts';
import { Terminal } from './tmux.ts';

const lineOf = (lesson: { readonly id: string; readonly title: string } | undefined): string =>
  `${lesson?.id}  ${lesson?.title}`;

describe.skipIf(!installed('tmux', 'test/cli/menu.long.test.ts'))('at a terminal', () => {
  const copy = new Copy();
  let wide: Terminal;
  let narrow: Terminal;
  const nothingLeft = async (): Promise<void> =>
    expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);

  beforeAll(() => {
    copy.solve(firstLesson());
    writeFileSync(copy.path('editor.sh'), '#!/bin/sh\necho "edited $1 $(basename "$2")"\n', { mode: 0o755 });
    wide = new Terminal(copy.folder, 80, 50, { EDITOR: copy.path('editor.sh') });
    narrow = new Terminal(copy.folder, 40);
  });
  beforeEach(() => rmSync(copy.path('.lab/progress.json'), { force: true })); // every test begins without progress
  afterAll(() => {
    wide.close();
    narrow.close();
    copy.remove();
  });

  test('a key runs its command and the menu comes back; Ctrl-C restores the terminal and exits 130', async () => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys('h');
    await wide.shows(/hint 1 of \d[\s\S]*q quit/);
    wide.keys('C-c');
    await wide.isBack(130);
  });

  test('a key typed before the menu appears is dropped', async () => {
    wide.type('node tools/start.mjs lesson 01');
    wide.keys('q');
    await wide.shows('q quit');
    wide.keys('h');
    await wide.shows(/hint 1 of \d[\s\S]*q quit\s*$/);
    wide.keys('q');
    await wide.isBack(0);
  });

  test('run connects the terminal, Ctrl-D ends it and brings the menu back, q quits, and no process is left', async () => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys('r');
    await wide.shows('Ctrl-D ends your side');
    wide.keys('hello', 'Enter');
    await wide.shows(/^hello\n(server.*\n)*hello$/m);
    wide.keys('C-d');
    await wide.shows(/finished[\s\S]*q quit/);
    wide.keys('r');
    await wide.shows(/finished[\s\S]*Ctrl-D ends your side/);
    wide.keys('C-c');
    await wide.shows(/\^C[\s\S]*q quit/);
    wide.keys('q');
    await wide.isBack(0);
    await nothingLeft();
  });

  test.skipIf(!installed('less', 'test/cli/menu.long.test.ts, m'))(
    'm opens the handout in less, and q brings the menu back',
    async () => {
      wide.type('node tools/start.mjs lesson 01');
      await wide.shows('q quit');
      wide.keys('m');
      await wide.shows('q leaves, space goes on');
      wide.keys('q');
      await wide.shows('q quit');
      wide.keys('q');
      await wide.isBack(0);
    },
  );

  test('with a PAGER that is not installed the handout is printed all the same', async () => {
    wide.type('PAGER=no-such-pager node tools/start.mjs lesson 01 read');
    await wide.shows('The next problem.');
    await wide.isBack(0);
  });

  // The other keys of the menu, their output, and the key that leads back.
  test.each([
    ['e', /edited \+\d+ server\.ts/, null],
    ['d', 'Bob has his echo', null],
    ['b', /Which mistake\?[\s\S]*❯/, 'C-d'],
    ['b', /Which mistake\?[\s\S]*❯/, 'q'],
    ['b', /Which mistake\?[\s\S]*❯/, 'Escape'],
    ['b', /Which mistake\?[\s\S]*❯/, 'C-c'],
    ['t', /✓ 01\.1/, 'C-c'],
    ['d', /npm run lesson 01 demo/, 'C-c'],
    ['l', /❯ 01 {2}Blocking server/, 'q'],
    ['l', /❯ 01 {2}Blocking server/, 'C-c'],
    ['p', /01 · 1\/\d[\s\S]*PREDICT/, 'q', true],
    ['f', /No step of lesson 01 is complete yet/, null],
    ['w', /listens on 127\.0\.0\.1/, 'q'],
  ] as const)('%s runs its command, and the menu comes back', async (key, shown, back, asks: boolean = false) => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys(key);
    if (asks) {
      await wide.shows(/Begin\? \(y\/N\)/);
      wide.keys('y');
    }
    await wide.shows(shown);
    // As soon as the first program runs: a demo takes a second, and a later Ctrl-C would end the menu.
    if (key === 'd' && back !== null)
      expect(await until(() => copy.processes('.lab/build/').length > 0, PATIENCE_MS), 'a program of the demo').toBe(
        true,
      );
    if (back !== null) wide.keys(back);
    await wide.shows(/t test[\s\S]*q quit\s*$/);
    wide.keys('q');
    await wide.isBack(0);
    await nothingLeft();
  });

  test('an action that is interrupted at once does not continue', async () => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys('t');
    await wide.shows('npm run lesson 01 test');
    wide.keys('C-c');
    await wide.shows(/npm run lesson 01 test[\s\S]*q quit\s*$/);
    wide.keys('h');
    await wide.shows(/hint \d of \d[\s\S]*q quit\s*$/);
    wide.keys('d');
    await wide.shows(/Bob has his echo[\s\S]*q quit\s*$/);
    expect(wide.screen()).not.toMatch(/✓ 01\.\d/);
    wide.keys('q');
    await wide.isBack(0);
    await nothingLeft();
  });

  test('keys typed while it grades are neither printed nor taken for a choice', async () => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys('t');
    await wide.shows('grading 01');
    wide.keys('hello', 'Enter', 'q');
    await wide.shows(/100\/100 points[\s\S]*q quit\s*$/);
    expect(wide.screen()).not.toContain('hello');
    wide.keys('q');
    await wide.isBack(0);
  });

  test('a line typed to a server that ends is not taken for a choice', async () => {
    wide.type('node tools/start.mjs lesson 01');
    await wide.shows('q quit');
    wide.keys('r');
    const pid = /server │ (\d+) accepted/.exec(await wide.shows(/server │ \d+ accepted/))?.[1];
    wide.keys('quite a');
    await wide.shows('quite a');
    process.kill(Number(pid), 'SIGKILL');
    await wide.shows('The server is gone');
    wide.keys(' line', 'Enter');
    await wide.shows(/killed by SIGKILL while you talked to it\.[\s\S]*q quit\s*$/);
    wide.keys('q');
    await wide.isBack(0);
    await nothingLeft();
  });

  // Ctrl-C in the middle of each command that takes time.
  test.each([
    ['01 test', /✓ 01\.1/],
    ['01 demo all', /┌/], // a single demo may be over before the key arrives
    ['01 walkthrough', 'PREDICT'],
    ['01 watch', /✓ 01\.1/],
    ['01 break', 'Which mistake?'],
    ['01 reset', /\(y\/N\)/],
    ['02 solve 02.1', /\(y\/N\)/],
    ['02 solve', /\(y\/N\)/],
  ] as const)('Ctrl-C in the middle of %s restores the terminal, and no process is left', async (command, shown) => {
    const files = ['lessons/01-blocking-server/server.ts', 'lessons/02-fork-per-connection/server.ts'];
    const before = files.map((file) => copy.read(file));
    wide.type(`node tools/start.mjs lesson ${command}`);
    await wide.shows(shown);
    wide.keys('C-c');
    await wide.isBack(130);
    await nothingLeft();
    expect(files.map((file) => copy.read(file))).toEqual(before);
  });

  test('the list opens a lesson, also in 40 columns, and cuts no line', async () => {
    narrow.type('node tools/start.mjs lesson');
    const list = await narrow.shows(lineOf(lessons.at(-1)));
    expect(list).toMatch(/❯ 01 {2}Blocking server +\d+\/100$/m);
    for (const each of planned) expect(list).toMatch(new RegExp(`^ {2}${lineOf(each)} +later$`, 'm'));
    narrow.keys('Enter');
    const overview = await narrow.shows('q quit');
    expect(overview).toContain('     lessons/01-blocking-server/\n     README.md');
    expect(overview).toMatch(/^ {3}m handout {3}e edit {3}w watch$/m);
    narrow.keys('C-d');
    await narrow.isBack(0);
  });

  test('the menu survives a resize', async () => {
    narrow.type('node tools/start.mjs lesson 01');
    await narrow.shows('q quit');
    await narrow.resize(100, 30);
    narrow.keys('h');
    await narrow.shows(/hint \d of \d[\s\S]*q quit/);
    await narrow.resize(40, 50);
    narrow.keys('l');
    await narrow.shows(/❯ 01 {2}Blocking server/);
    narrow.keys('Down');
    await narrow.shows(/❯ 02 {2}Fork per connection/);
    narrow.keys('Enter');
    await narrow.shows(/Fork per[\s\S]*q quit/);
    narrow.keys('q');
    await narrow.isBack(0);
  });
});
