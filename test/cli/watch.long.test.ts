import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../src/host/wait.ts';
import { installed } from '../support/installed.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Copy, firstLesson } from './fixture.ts';
import { Terminal } from './tmux.ts';

const FILE = 'lessons/01-blocking-server/server.ts';
const WRITE_ALL = 'lessons/01-blocking-server/write-all.ts';

describe.skipIf(!installed('tmux', 'test/cli/watch.long.test.ts'))('watch', () => {
  const copy = new Copy();
  let terminal: Terminal;

  beforeAll(() => {
    terminal = new Terminal(copy.folder, 100, 60);
  });
  afterAll(() => {
    terminal.close();
    copy.remove();
  });

  test('grades at each save, reports syntax errors, changes the step only on request, and keeps the points', {
    timeout: 600_000,
  }, async () => {
    const solved = copy.read('solutions/01-blocking-server/server.ts');
    terminal.type('node tools/start.mjs lesson 01 watch');
    await terminal.shows(/○ 01\.1[\s\S]*0\/100 points[\s\S]*q quit/);

    copy.write(FILE, `${solved}}\n`);
    await terminal.shows(/server\.ts:\d+:1: Unexpected "}"/);

    copy.write(FILE, solved.replace('  listen(', '  listne('));
    await terminal.shows(
      /Type errors, which may be the cause:\s+lessons\/01-blocking-server\/server\.ts:\d+:\d+ Cannot find name\s+'listne'/,
    );

    copy.write(FILE, solved);
    await terminal.shows(/Step 01\.1 is complete[\s\S]*20\/100 points[\s\S]*q quit/);

    // The step stays 01.1 until n is pressed.
    expect(terminal.screen()).not.toContain('01.2');
    terminal.keys('n');
    await terminal.shows(/○ 01\.2/);
    terminal.keys('h');
    await terminal.shows(/hint 1 of \d/);
    copy.write(WRITE_ALL, copy.read('solutions/01-blocking-server/write-all.ts'));
    await terminal.shows(/Step 01\.2 is complete/);
    terminal.keys('q');
    await terminal.isBack(0);
    expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);
  });

  test('without a terminal it grades, and SIGTERM ends it', async () => {
    copy.solve(firstLesson());
    const child = copy.start(['lesson', '01', 'watch']);
    expect(await until(() => copy.processes().length > 2, PATIENCE_MS)).toBe(true);
    child.kill('SIGTERM');
    expect(await until(() => copy.processes().length === 0, PATIENCE_MS), `${copy.processes()}`).toBe(true);
  });
});
