import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { pauseMs } from '../../src/kit/wait.ts';
import { plainEnvironment } from './fixture.ts';

let terminals = 0;

/** A shell in a terminal of its own, which a test types into and reads from. */
export class Terminal {
  readonly #socket = `lab-${process.pid}-${++terminals}`;

  constructor(folder: string, width = 80, height = 50, environment: Readonly<Record<string, string>> = {}) {
    this.#tmux(environment, 'new-session', '-d', '-x', String(width), '-y', String(height), '-c', folder, 'sh');
    this.keys("PS1='ready> '", 'Enter');
  }

  #tmux(environment: Readonly<Record<string, string>>, ...args: string[]): string {
    return spawnSync('tmux', ['-L', this.#socket, '-f', '/dev/null', ...args], {
      encoding: 'utf8',
      env: { ...plainEnvironment(), ...environment },
    }).stdout;
  }

  /** Names of keys as tmux knows them, or text. */
  keys(...names: string[]): void {
    this.#tmux({}, 'send-keys', ...names);
  }

  /** Waits until the kernel knows of the new size: tmux takes its time. */
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

  /** Waits until the screen shows something; returns what is on it. */
  async shows(text: string | RegExp): Promise<string> {
    const matches = (): boolean => (typeof text === 'string' ? this.screen().includes(text) : text.test(this.screen()));
    // Each look starts a tmux, so it looks less often than until() would.
    for (let looks = 0; looks < 400 && !matches(); looks++) await pauseMs(75);
    expect(matches() ? 'seen' : this.screen(), `the screen to show ${text}`).toBe('seen');
    return this.screen();
  }

  /** Types a command on a clear screen. It is cleared here as well: what was there before must not be taken for an answer. */
  type(command: string): void {
    this.#tmux({}, 'send-keys', '-R');
    this.keys(`clear; ${command}`, 'Enter');
  }

  /** The shell has its prompt back, and the terminal its modes. */
  async isBack(status: number): Promise<void> {
    await this.shows(/ready>\s*$/);
    this.keys('echo status=$? $(stty -a | grep -o -- "-\\?icanon") $(stty -a | grep -o -- "-\\?echo ")', 'Enter');
    await this.shows(new RegExp(`^status=${status} icanon echo`, 'm'));
  }

  close(): void {
    this.#tmux({}, 'kill-server');
  }
}
