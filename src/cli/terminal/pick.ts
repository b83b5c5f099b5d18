import { paint } from '../../text/paint.ts';
import { ending, interrupt } from './interrupt.ts';
import { Keys } from './keys.ts';

interface Row<T> {
  readonly value: T;
  readonly name: string;
  readonly short: string;
}

const LEAVE = ['q', 'escape', 'ctrl-d'];

/** One of some rows, by arrow keys; `later` is shown and cannot be picked. q, Escape and Ctrl-D give null. */
export async function pick<T>(
  question: string,
  rows: readonly Row<T>[],
  later: readonly { readonly name: string }[],
  preferred: T | null,
): Promise<T | null> {
  const { createPromptModule, Separator } = (await import('inquirer')).default; // 0.1 s that only a list costs
  const over = new AbortController();
  const prompt = createPromptModule({ signal: over.signal, clearPromptOnDone: true });
  let asked: Promise<T | null> = Promise.resolve(null);
  // inquirer waits for ever after Ctrl-D, and knows no key that leaves.
  const keys = new Keys((name) => {
    if (name === 'ctrl-c') interrupt();
    else if (LEAVE.includes(name)) over.abort();
  });
  return ending(
    async () => {
      over.abort();
      await asked.catch(() => {}); // it shows the cursor again
      keys.end();
    },
    async () => {
      await keys.ready;
      asked = prompt([
        {
          type: 'select',
          name: 'value',
          message: `${question}  ${paint.dim('↑ ↓ and Enter, q for none')}`,
          choices: [...rows, ...later.map(({ name }) => new Separator(paint.dim(` ${name}`)))],
          pageSize: 20,
          loop: false,
          theme: { style: { keysHelpTip: () => undefined } },
          ...(preferred === null ? {} : { default: preferred }),
        },
      ]).then(
        ({ value }) => value as T,
        (error: unknown) => {
          if (over.signal.aborted) return null;
          throw error;
        },
      );
      return asked;
    },
  );
}
