/** The width of output: the terminal's, from 32 (narrower, nothing fits) to 80 (wider, lines are hard to read). */
export function columns(): number {
  // stdout.columns changes only once SIGWINCH has been handled; getWindowSize asks the terminal. 0 is unknown.
  const width = process.stdout.isTTY ? process.stdout.getWindowSize()[0] : 0;
  return width === 0 ? 80 : Math.max(32, Math.min(width, 80));
}
