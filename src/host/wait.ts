/** Waiting for a condition, never for a time. */

/** Between two looks at a condition. What it waits for mostly comes at once. */
const LOOK_MS = 4;
const SOON_MS = 1;
/** So many looks are soon: nothing has to be known of a server that has not had time to act. */
export const SOON_LOOKS = 6;

/** The pause after a look, the first of which is number 0. */
export const pauseAfter = (look: number): Promise<void> => pauseMs(look < SOON_LOOKS ? SOON_MS : LOOK_MS);

export const pauseMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a probe says while its condition does not hold yet. */
export type NotYet = null | undefined | false;

/** Waits until `probe` gives something, and returns that; null when the deadline passes first. */
export async function until<T>(probe: () => T | NotYet, withinMs: number): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (let look = 0; ; look++) {
    const value = probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) return null;
    await pauseAfter(look);
  }
}
