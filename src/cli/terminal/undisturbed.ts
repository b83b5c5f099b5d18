import { ending, inAction, interrupt } from './interrupt.ts';
import { Keys } from './keys.ts';

/**
 * Runs what reads nothing. In the menu, keys that are pressed meanwhile are neither printed into its output nor taken for a
 * choice afterwards; Ctrl-C is heard. Elsewhere the terminal stays as it is.
 */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  if (!inAction()) return work();
  let keys: Keys | null = null;
  return ending(
    async () => keys?.end(),
    () => {
      keys = new Keys((name) => {
        if (name === 'ctrl-c') interrupt();
      });
      return work();
    },
  );
}
