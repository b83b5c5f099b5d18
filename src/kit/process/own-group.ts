import type { ChildProcess } from 'node:child_process';
import { releaseGroup } from '../../host/keeper.ts';
import { allProcesses } from '../kernel/family.ts';
import { isZombie, type ProcessInfo, processInfo } from '../kernel/proc.ts';
import { signalExactly } from './signal-exactly.ts';

/**
 * The process group of a child of ours that leads it. Its number is safe to signal until we reap the child; after that the number may
 * be a stranger's, and only the members that the group had at that moment prove that it is still the same one: the kernel
 * gives no number away that is a group's. fork(2)
 */
export class OwnGroup {
  readonly pid: number;
  /** The members when the leader was reaped; null until then. */
  #rest: readonly ProcessInfo[] | null = null;
  #released = false;

  constructor(child: ChildProcess) {
    this.pid = child.pid ?? 0;
    if (child.pid === undefined) this.#rest = []; // it could not be started
    // Node emits it in the turn in which it reaps.
    child.once('exit', () => {
      const members = this.#all();
      this.#rest = members.some(({ pid }) => pid === this.pid) ? [] : members;
      if (this.#rest.length === 0) this.release();
    });
  }

  /** Its processes, zombies included. */
  members(): readonly ProcessInfo[] {
    const all = this.#all();
    if (this.#rest === null) return all;
    const same = (one: ProcessInfo): boolean => all.some(({ pid, began }) => pid === one.pid && began === one.began);
    return this.#rest.some(same) ? all : [];
  }

  /** Whether it has a process that has not ended. */
  get alive(): boolean {
    return !this.members().every(isZombie);
  }

  /** Signals every process of the group. */
  signal(signal: NodeJS.Signals): void {
    if (this.#rest === null) process.kill(-this.pid, signal);
    else
      for (const { pid, began } of this.members()) signalExactly(pid, signal, () => processInfo(pid)?.began === began);
  }

  /** Tells the keeper that nothing of the group is left to end. */
  release(): void {
    if (!this.#released && this.pid !== 0) releaseGroup(this.pid);
    this.#released = true;
  }

  readonly #all = (): ProcessInfo[] => allProcesses().filter(({ pgrp }) => pgrp === this.pid);
}
