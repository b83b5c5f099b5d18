/** The time-out of a wait that may be made in several calls: at first as given, then what is left of it. In ms; below 0 without limit. */
export function remaining(timeout: number): () => number {
  if (timeout <= 0) return () => timeout;
  const end = performance.now() + timeout;
  let first = true;
  return () => {
    if (!first) return Math.max(0, Math.ceil(end - performance.now()));
    first = false;
    return timeout;
  };
}

/** A struct timespec of the time that is left until a moment of performance.now(). */
export function timeUntil(end: number): Buffer {
  const time = Buffer.alloc(16);
  writeTimeUntil(end, time);
  return time;
}

/** Writes it to `time`. */
export function writeTimeUntil(end: number, time: Buffer): void {
  const ns = BigInt(Math.ceil(Math.max(0, end - performance.now()) * 1e6));
  time.writeBigInt64LE(ns / 1_000_000_000n, 0);
  time.writeBigInt64LE(ns % 1_000_000_000n, 8);
}
