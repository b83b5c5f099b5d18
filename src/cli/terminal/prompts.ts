import { createPrompt, isEnterKey, Separator, useKeypress, useState } from '@inquirer/core';
import select from '@inquirer/select';
import { columns } from '../../text/columns.ts';
import { wrap } from '../../text/fold.ts';
import { paint } from '../../text/paint.ts';

/**
 * Ctrl-D ends a prompt with null, and so do the keys of `leave`. The readline below the prompts would close on Ctrl-D without
 * a word, and whoever waits for the answer would wait for ever.
 */
async function orNull<T>(
  prompt: (signal: AbortSignal) => Promise<T>,
  leave: readonly string[] = [],
): Promise<T | null> {
  const over = new AbortController();
  const onKey = (_: unknown, key?: { ctrl?: boolean; name?: string }): void => {
    if (key?.ctrl === true ? key.name === 'd' : leave.includes(key?.name ?? '')) over.abort();
  };
  process.stdin.prependListener('keypress', onKey);
  try {
    return await prompt(over.signal);
  } catch (error) {
    if (over.signal.aborted) return null;
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
  }
}

interface KeyQuestion {
  readonly text: string;
  /** Names of keys, as readline calls them: `t`, `space`, `left`, `return`. */
  readonly keys: readonly string[];
}

const keyPrompt = createPrompt<string, KeyQuestion>(({ text, keys }, done) => {
  useKeypress((key, readline) => {
    readline.clearLine(0); // what was typed is a choice, not a text
    const name = isEnterKey(key) ? 'return' : key.name;
    if (!key.ctrl && keys.includes(name)) done(name);
  });
  return text;
});

/** Waits for one of some keys; Ctrl-D is null, Ctrl-C throws what main() turns into status 130. */
export const pressKey = (text: string, keys: readonly string[]): Promise<string | null> =>
  orNull((signal) => keyPrompt({ text, keys }, { signal, clearPromptOnDone: true }));

interface Row<T> {
  readonly value: T;
  readonly name: string;
  readonly short: string;
}

/** One of some rows, by arrow keys; `later` is shown and cannot be picked. q, Escape and Ctrl-D are null. */
export function pick<T>(
  question: string,
  rows: readonly Row<T>[],
  later: readonly { readonly name: string }[],
  preferred: T | null,
): Promise<T | null> {
  return orNull(
    (signal) =>
      select(
        {
          message: `${question}  ${paint.dim('↑ ↓ and Enter, q for none')}`,
          choices: [...rows, ...later.map(({ name }) => new Separator(paint.dim(` ${name}`)))],
          pageSize: 20,
          loop: false,
          theme: { style: { keysHelpTip: () => undefined } },
          ...(preferred === null ? {} : { default: preferred }),
        },
        { signal, clearPromptOnDone: true },
      ),
    ['q', 'escape'],
  );
}

const NO = ['n', 'q', 'return', 'escape'];

const yesOrNo = createPrompt<boolean, string>((question, done) => {
  const [answer, setAnswer] = useState<string | null>(null);
  useKeypress((key, readline) => {
    readline.clearLine(0);
    const name = isEnterKey(key) ? 'return' : key.name;
    if (key.ctrl || (name !== 'y' && !NO.includes(name))) return;
    setAnswer(name === 'y' ? 'yes' : 'no');
    done(name === 'y');
  });
  return `${paint.bold(wrap(question, columns() - 7).join('\n'))} ${answer ?? paint.dim('(y/N)')} `;
});

/** Yes or no, with one key; Enter, Escape and Ctrl-D are no. */
export const confirm = async (question: string): Promise<boolean> =>
  (await orNull((signal) => yesOrNo(question, { signal }))) ?? false;
