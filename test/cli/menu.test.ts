import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pauseMs, until } from '../../src/kit/wait.ts';
import { Copy, firstLesson, plainEnvironment } from './fixture.ts';

const SOCKET = `lab-${process.pid}`;
const hasTmux = spawnSync('tmux', ['-V']).status === 0;
if (!hasTmux) process.stderr.write('test/cli/menu.test.ts is skipped: tmux is not installed\n');

describe.skipIf(!hasTmux)('at a terminal', () => {
  const copy = new Copy();

  const tmux = (...args: string[]): string =>
    spawnSync('tmux', ['-L', SOCKET, '-f', '/dev/null', ...args], { encoding: 'utf8', env: plainEnvironment() }).stdout;

  /** A shell of its own in a terminal of this width. */
  const open = (width: number): void => {
    tmux('new-session', '-d', '-s', `w${width}`, '-x', String(width), '-y', '50', '-c', copy.folder, 'sh');
    keys(width, "PS1='ready> '", 'Enter');
  };
  const keys = (width: number, ...names: string[]): void => void tmux('send-keys', '-t', `w${width}`, ...names);
  const screen = (width: number): string => tmux('capture-pane', '-p', '-t', `w${width}`);
  const shows = async (width: number, text: string | RegExp): Promise<string> => {
    const matches = (): boolean => (typeof text === 'string' ? screen(width).includes(text) : text.test(screen(width)));
    // Each look starts a tmux, so it looks less often than until() would.
    for (let looks = 0; looks < 200 && !matches(); looks++) await pauseMs(75);
    expect(matches() ? 'seen' : screen(width), `the screen to show ${text}`).toBe('seen');
    return screen(width);
  };

  beforeAll(() => {
    copy.solve(firstLesson());
    open(80);
    open(40);
  });
  afterAll(() => {
    tmux('kill-server');
    copy.remove();
  });

  test('a key does its thing and comes back; Ctrl-C restores the terminal and exits 130', async () => {
    keys(80, 'node tools/start.mjs lesson 01', 'Enter');
    await shows(80, 'q quit');
    keys(80, 'h');
    await shows(80, /hint 1 of \d[\s\S]*q quit/);
    keys(80, 'C-c');
    await shows(80, /ready>\s*$/);
    keys(80, 'echo status=$? $(stty -a | grep -o -- "-\\?icanon")', 'Enter');
    await shows(80, /^status=130 icanon/m);
  });

  test('run talks, Ctrl-D ends it and brings the menu back, q quits, and nothing is left', async () => {
    keys(80, 'clear; node tools/start.mjs lesson 01', 'Enter');
    await shows(80, 'q quit');
    keys(80, 'r');
    await shows(80, 'Ctrl-D ends your side');
    keys(80, 'hello', 'Enter');
    await shows(80, /^hello\n(server.*\n)*hello$/m);
    keys(80, 'C-d');
    await shows(80, /finished[\s\S]*q quit/);
    keys(80, 'r');
    await shows(80, /finished[\s\S]*Ctrl-D ends your side/);
    keys(80, 'C-c');
    await shows(80, /\^C[\s\S]*q quit/);
    keys(80, 'q');
    await shows(80, /ready>\s*$/);
    expect(await until(() => copy.processes().length === 0, 5000)).toBe(true);
  });

  test('the picker opens a lesson, also in 40 columns, and no line is torn', async () => {
    keys(40, 'clear; node tools/start.mjs lesson', 'Enter');
    const list = await shows(40, /10 {2}Multi-reactor/);
    expect(list).toMatch(/❯ 01 {2}Blocking server +0\/100$/m);
    expect(list).toMatch(/^ {2}10 {2}Multi-reactor +later$/m);
    keys(40, 'Enter');
    const overview = await shows(40, 'q quit');
    expect(overview).toContain('     lessons/01-blocking-server/\n     README.md');
    expect(overview).toMatch(/^ {3}t test {3}r run {3}h hint {3}d demo$/m);
    keys(40, 'C-d');
    await shows(40, /ready>\s*$/);
    keys(40, 'echo status=$?', 'Enter');
    await shows(40, /^status=0/m);
  });
});
