/** How wide to write. Lines wider than 80 are hard to read, and below 32 nothing fits. */
export const columns = (): number =>
  // Asked anew each time: the property learns of a new size only when its signal is handled.
  Math.max(32, Math.min(process.stdout.isTTY ? process.stdout.getWindowSize()[0] : 80, 80));
