/** Waits that poll a condition. */

/** Between two polls. Most conditions hold at once, so the first polls are closer together. */
const POLL_MS = 4;
const FIRST_POLL_MS = 1;
/** The first polls: a server has had no time to act yet, so whether it is quiet need not be checked. */
export const FIRST_POLLS = 6;

/** The pause after a poll; the first poll is number 0. */
export const pauseAfter = (poll: number): Promise<void> => pauseMs(poll < FIRST_POLLS ? FIRST_POLL_MS : POLL_MS);

/**
 * Node runs timers for as long as one is due, and reads nothing meanwhile: several waits whose probes take longer than a pause would
 * keep each other going, and look at output and exits of some time ago. An immediate comes after the event loop has polled.
 */
export const pauseMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(setImmediate, ms, resolve));

/** The results of a probe that mean "the condition does not hold yet". */
export type NotYet = null | undefined | false;

/** Waits until `probe` returns a value other than these, and returns it; null when the deadline passes first. */
export async function until<T>(probe: () => T | NotYet, withinMs: number): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (let poll = 0; ; poll++) {
    const value = probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) return null;
    await pauseAfter(poll);
  }
}
