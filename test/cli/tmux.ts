import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { releaseGroup, spawnKept } from '../../src/host/keeper.ts';
import { pauseMs } from '../../src/host/wait.ts';
import { plainEnvironment } from './fixture.ts';

let terminals = 0;
const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/** A shell in a tmux terminal. */
export class Terminal {
  #server: ChildProcess | null = null;
  readonly #socket = `lab-${process.pid}-${++terminals}`;

  constructor(folder: string, width = 80, height = 50, environment: Readonly<Record<string, string>> = {}) {
    this.#serve(environment);
    this.#tmux(environment, 'new-session', '-d', '-x', String(width), '-y', String(height), '-c', folder, 'sh');
    this.keys("PS1='ready> '", 'Enter');
  }

  /** Starts the terminal's own server. tmux would make it a daemon, which outlives a test process that is killed. */
  #serve(environment: Readonly<Record<string, string>>): void {
    const path = join(process.env['TMUX_TMPDIR'] ?? '/tmp', `tmux-${process.getuid?.()}`, this.#socket);
    this.#server = spawnKept('tmux', ['-L', this.#socket, '-D', '-f', '/dev/null'], {
      stdio: ['ignore', 'ignore', 'ignore'],
      env: { ...plainEnvironment(), ...environment },
    });
    for (let looks = 0; looks < 4000 && !existsSync(path); looks++) Atomics.wait(PAUSE, 0, 0, 10);
  }

  #tmux(environment: Readonly<Record<string, string>>, ...args: string[]): string {
    return spawnSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...plainEnvironment(), ...environment },
    }).stdout;
  }

  /** Presses keys, by tmux's names, or types text. */
  keys(...names: string[]): void {
    this.#tmux({}, 'send-keys', ...names);
  }

  /** Resizes, and waits until the kernel has the new size, which tmux sets later. */
  async resize(width: number, height: number): Promise<void> {
    this.#tmux({}, 'resize-window', '-x', String(width), '-y', String(height));
    const tty = this.#tmux({}, 'display-message', '-p', '#{pane_tty}').trim();
    const size = (): string => spawnSync('stty', ['-F', tty, 'size'], { encoding: 'utf8' }).stdout.trim();
    for (let looks = 0; looks < 200 && size() !== `${height} ${width}`; looks++) await pauseMs(25);
    expect(size()).toBe(`${height} ${width}`);
  }

  screen(): string {
    return this.#tmux({}, 'capture-pane', '-p');
  }

  /** Waits until the screen shows a text; returns the screen. */
  async shows(text: string | RegExp): Promise<string> {
    const matches = (): boolean => (typeof text === 'string' ? this.screen().includes(text) : text.test(this.screen()));
    // Each look starts a tmux process, so the interval is longer than that of until().
    for (let looks = 0; looks < 400 && !matches(); looks++) await pauseMs(75);
    expect(matches() ? 'seen' : this.screen(), `the screen to show ${text}`).toBe('seen');
    return this.screen();
  }

  /** Types a command on a cleared screen. It is cleared here as well, so that old text is not taken for the answer. */
  type(command: string): void {
    this.#tmux({}, 'send-keys', '-R');
    this.keys(`clear; ${command}`, 'Enter');
  }

  /** Waits for the prompt of the shell, and checks the status and the terminal modes. */
  async isBack(status: number): Promise<void> {
    await this.shows(/ready>\s*$/);
    this.keys('echo status=$? $(stty -a | grep -o -- "-\\?icanon") $(stty -a | grep -o -- "-\\?echo ")', 'Enter');
    await this.shows(new RegExp(`^status=${status} icanon echo`, 'm'));
  }

  close(): void {
    this.#tmux({}, 'kill-server');
    if (this.#server?.pid !== undefined) releaseGroup(this.#server.pid);
  }
}
