import { AsyncLocalStorage } from 'node:async_hooks';
import { watchParent } from './orphaned.ts';

type End = () => Promise<void>;

/** The work that an interrupt ends: the whole command, or one action of the menu. */
interface Scope {
  /** The clean-up functions, the newest first. */
  readonly endings: End[];
  /** Whether it was interrupted; its work does not continue. */
  left: boolean;
}

const whole: Scope = { endings: [], left: false };
const open = new Set([whole]);
const current = new AsyncLocalStorage<Scope>();
/** The handlers of Ctrl-C, the newest first: the menu, a pager, or a program that Ctrl-C ends. Without any, the command ends. */
const takers: (() => void)[] = [];
let listening = false;

/** Interrupted work awaits this, so it does not continue. */
const NEVER = new Promise<never>(() => {});

/** Whether the present action was interrupted: its output is dropped. */
export const abandoned = (): boolean => current.getStore()?.left === true;

/** Runs `work`, and `end` after it, also when an interrupt or a signal ends it in the middle. */
export async function ending<T>(end: End, work: () => Promise<T>): Promise<T> {
  const scope = current.getStore() ?? whole;
  if (scope.left) await NEVER;
  listen();
  scope.endings.unshift(end);
  try {
    return await work();
  } finally {
    // An error after an interrupt comes from the clean-up and is not reported.
    if (scope.left) await NEVER;
    scope.endings.splice(scope.endings.indexOf(end), 1);
    await end();
  }
}

/** `ending` for work that an AbortSignal ends. */
export function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  return ending(
    async () => over.abort(),
    () => work(over.signal),
  );
}

/** Runs `work`; meanwhile Ctrl-C calls `taker` and does not end the command. */
export async function takingInterrupts<T>(taker: () => void, work: () => Promise<T>): Promise<T> {
  listen();
  takers.unshift(taker);
  try {
    return await work();
  } finally {
    takers.splice(takers.indexOf(taker), 1);
  }
}

/** Runs `work`; Ctrl-C ends only `work` and everything that it has started. */
export async function interruptible(work: () => Promise<void>): Promise<void> {
  const scope: Scope = { endings: [], left: false };
  open.add(scope);
  let back = (): void => {};
  const interrupted = new Promise<void>((resolve) => {
    back = resolve;
  });
  const stop = (): void => void endAll(scope).then(back);
  try {
    await takingInterrupts(stop, () => Promise.race([current.run(scope, work), interrupted]));
  } finally {
    open.delete(scope);
  }
}

/** Whether an action of the menu is running. */
export const inAction = (): boolean => current.getStore() !== undefined;

/** Acts as Ctrl-C. Called in raw mode, where the terminal sends a key instead of SIGINT. */
export function interrupt(): void {
  if (takers[0] === undefined) void leave(130);
  else takers[0]();
}

/** From now on Ctrl-C, SIGTERM, SIGHUP and the death of the npm that has started us end the command and what it has started. */
export function listen(): void {
  if (listening) return;
  listening = true;
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', () => void leave(143));
  process.on('SIGHUP', () => void leave(129));
  watchParent(() => void leave(129));
}

async function endAll(scope: Scope): Promise<void> {
  scope.left = true;
  await Promise.allSettled(scope.endings.map((end) => end()));
}

async function leave(status: number): Promise<void> {
  await Promise.all([...open].map(endAll));
  process.exit(status);
}
