import { AsyncLocalStorage } from 'node:async_hooks';

type End = () => Promise<void>;

/** What an interrupt ends: the command, or one action of the menu, which outlives it. */
interface Scope {
  /** What to end; the newest first. */
  readonly endings: End[];
  /** It was interrupted, and its work goes nowhere any more. */
  left: boolean;
}

const whole: Scope = { endings: [], left: false };
const open = new Set([whole]);
const current = new AsyncLocalStorage<Scope>();
/** Who takes Ctrl-C instead of us: the menu, a pager, or a program that it ends. The newest first. */
const takers: (() => void)[] = [];
let listening = false;

/** What interrupted work waits for: it goes on no more. */
const NEVER = new Promise<never>(() => {});

/** Whether we run in an action that was interrupted: nobody listens any more. */
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
    // What fails because its programs were just ended is no news to anybody.
    if (scope.left) await NEVER;
    scope.endings.splice(scope.endings.indexOf(end), 1);
    await end();
  }
}

/** `ending` for work that a signal of the other kind ends. */
export function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  return ending(
    async () => over.abort(),
    () => work(over.signal),
  );
}

/** Runs `work`; a Ctrl-C meanwhile goes to `taker` and does not end us. */
export async function takingInterrupts<T>(taker: () => void, work: () => Promise<T>): Promise<T> {
  listen();
  takers.unshift(taker);
  try {
    return await work();
  } finally {
    takers.splice(takers.indexOf(taker), 1);
  }
}

/** Runs `work`; a Ctrl-C ends that, with all that it has started, and nothing else. */
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

/** Whether we run in an action of the menu. */
export const inAction = (): boolean => current.getStore() !== undefined;

/** What Ctrl-C does; to be called where the terminal makes a key of it, and no signal. */
export function interrupt(): void {
  if (takers[0] === undefined) void leave(130);
  else takers[0]();
}

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', () => void leave(143));
  process.on('SIGHUP', () => void leave(129));
}

async function endAll(scope: Scope): Promise<void> {
  scope.left = true;
  await Promise.allSettled(scope.endings.map((end) => end()));
}

async function leave(status: number): Promise<void> {
  await Promise.all([...open].map(endAll));
  process.exit(status);
}
