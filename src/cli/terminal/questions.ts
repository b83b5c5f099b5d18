import { columns } from '../../text/columns.ts';
import { wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';
import { ending, interrupt } from './interrupt.ts';
import { Keys } from './keys.ts';
import { erase } from './screen.ts';

/** Shows a text until one of some keys is pressed; null for Ctrl-D. Ctrl-C is an interrupt. */
export const pressKey = (text: string, keys: readonly string[]): Promise<string | null> => ask(text, keys, () => '');

const NO = ['n', 'q', 'return', 'escape'];

/** Yes or no, with one key; Enter, Escape and Ctrl-D mean no. */
export async function confirm(question: string): Promise<boolean> {
  const text = paint.bold(wrap(question, columns() - 7).join('\n'));
  const after = (key: string | null): string => `${text} ${key === 'y' ? 'yes' : 'no'}\n`;
  return (await ask(`${text} ${paint.dim('(y/N)')} `, ['y', ...NO], after)) === 'y';
}

/** `after` replaces the text at the end, with null for Ctrl-C and Ctrl-D. */
async function ask(
  text: string,
  names: readonly string[],
  after: (key: string | null) => string,
): Promise<string | null> {
  let pressed: string | null = null;
  let answer = (): void => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const keys = new Keys((name) => {
    if (name === 'ctrl-c') return interrupt();
    if (name !== 'ctrl-d' && !names.includes(name)) return;
    if (name !== 'ctrl-d') pressed = name;
    answer();
  });
  return ending(
    async () => {
      keys.end();
      process.stdout.write(erase(text) + after(pressed));
    },
    async () => {
      process.stdout.write(text);
      await answered;
      return pressed;
    },
  );
}
