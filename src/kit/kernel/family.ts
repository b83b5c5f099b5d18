import { listOrEmpty, type ProcessInfo, processInfo } from './proc.ts';

const SKIPPED_FOR_MS = 2000;

/** Reads /proc again and again. The processes that `skips` are read every two seconds only, as their numbers may be reused. */
class Scan {
  readonly #skips: (process: ProcessInfo) => boolean;
  #skipped = new Set<string>();
  #until = 0;

  constructor(skips: (process: ProcessInfo) => boolean) {
    this.#skips = skips;
  }

  take(): ProcessInfo[] {
    const now = performance.now();
    if (now > this.#until) {
      this.#skipped = new Set();
      this.#until = now + SKIPPED_FOR_MS;
    }
    const found: ProcessInfo[] = [];
    for (const name of listOrEmpty('/proc')) {
      if (!/^\d+$/.test(name) || this.#skipped.has(name)) continue;
      const info = processInfo(Number(name));
      if (info === null) continue;
      if (this.#skips(info)) this.#skipped.add(name);
      else found.push(info);
    }
    return found;
  }
}

/** Most entries of /proc are kernel threads, children of kthreadd. */
const KTHREADD = 2;
const processes = new Scan(({ pid, ppid }) => ppid === KTHREADD || pid === KTHREADD);

export const allProcesses = (): ProcessInfo[] => processes.take();

const MAX_SCANS = 32;
const scans = new Map<string, Scan>();

/** The processes that began with `root` or after it: the others are none of its descendants. */
function processesSince(root: number): ProcessInfo[] {
  const began = processInfo(root)?.began;
  if (began === undefined) return allProcesses();
  const key = `${root} ${began}`;
  if (scans.size > MAX_SCANS) scans.clear();
  const scan = scans.get(key) ?? new Scan((info) => info.began < began);
  scans.set(key, scan);
  return scan.take();
}

/** A process, its descendants, and the other processes of its group, out of `all`. Programs lead their groups: no older process is in one. */
export function familyOf(root: number, all: readonly ProcessInfo[] = processesSince(root)): ProcessInfo[] {
  const mine = new Set<number>([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { pid, ppid, pgrp } of all) {
      if (!mine.has(pid) && (pgrp === root || mine.has(ppid))) {
        mine.add(pid);
        grew = true;
      }
    }
  }
  return all.filter(({ pid }) => mine.has(pid));
}
