/** The width of output: the terminal's, from 32 (narrower, nothing fits) to 80 (wider, lines are hard to read). */
export const columns = (): number =>
  // stdout.columns changes only once SIGWINCH has been handled; getWindowSize asks the terminal.
  Math.max(32, Math.min(process.stdout.isTTY ? process.stdout.getWindowSize()[0] : 80, 80));
