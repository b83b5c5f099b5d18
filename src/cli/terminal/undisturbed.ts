import { ending, inAction, interrupt } from './interrupt.ts';
import { Keys } from './keys.ts';

/**
 * Runs work that reads no keys. In the menu, keys pressed meanwhile are neither echoed into its output nor taken for a choice
 * afterwards, except Ctrl-C. Outside the menu the terminal stays as it is.
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
