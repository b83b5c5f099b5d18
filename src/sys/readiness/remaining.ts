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
