/** What to end before an interrupted command exits; the newest first. */
const endings: (() => Promise<void>)[] = [];
/** Who takes Ctrl-C instead of us: a pager, or a program that it ends. */
const takers: (() => void)[] = [];
let listening = false;
let leaving = false;

/** Runs `work`, and `end` after it, also when a signal ends us in the middle. */
export async function ending<T>(end: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  listen();
  endings.unshift(end);
  try {
    return await work();
  } finally {
    // What fails because its programs were just ended is no news: the exit is near.
    if (leaving) await new Promise(() => {});
    endings.splice(endings.indexOf(end), 1);
    await end();
  }
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

function listen(): void {
  if (listening) return;
  listening = true;
  process.on('SIGINT', () => {
    if (takers[0] === undefined) void leave(130);
    else takers[0]();
  });
  process.on('SIGTERM', () => void leave(143));
  process.on('SIGHUP', () => void leave(129));
}

async function leave(status: number): Promise<void> {
  leaving = true;
  await Promise.allSettled(endings.map((end) => end()));
  process.exit(status);
}
