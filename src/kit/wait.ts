/** Waiting for a condition, never for a time. */

/** Between two looks at a condition. */
const LOOK_MS = 4;

export const pauseMs = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a probe says while its condition does not hold yet. */
export type NotYet = null | undefined | false;

/** Waits until `probe` gives something, and returns that; null when the deadline passes first. */
export async function until<T>(probe: () => T | NotYet, withinMs: number): Promise<T | null> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = probe();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) return null;
    await pauseMs(LOOK_MS);
  }
}
