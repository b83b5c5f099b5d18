import { paint } from '../../text/paint.ts';
import { ending } from './interrupt.ts';
import { beforeSaying, interactive } from './terminal.ts';

/** A shorter silence does not look like a hang. */
const SILENCE_MS = 2000;

/** Runs `work`. While it prints nothing, a line at the terminal counts the seconds; the next output replaces it. */
export async function counting<T>(work: () => Promise<T>): Promise<T> {
  if (!interactive()) return work();
  let since = performance.now();
  let shown = false;
  const clear = (): void => {
    if (shown) process.stdout.write('\r\x1b[K');
    shown = false;
    since = performance.now();
  };
  const forget = beforeSaying(clear);
  const timer = setInterval(() => {
    const silent = performance.now() - since;
    if (silent < SILENCE_MS) return;
    process.stdout.write(`\r   ${paint.dim(`… ${Math.floor(silent / 1000)} s`)}`);
    shown = true;
  }, 500);
  const end = async (): Promise<void> => {
    clearInterval(timer);
    clear();
    forget();
  };
  return ending(end, work);
}
