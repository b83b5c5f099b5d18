import askConfirm from '@inquirer/confirm';
import { createPrompt, isEnterKey, Separator, useKeypress } from '@inquirer/core';
import select from '@inquirer/select';
import { paint } from '../lab/render.ts';

/**
 * Ctrl-D ends a prompt with null. The readline below the prompts would close without a word,
 * and whoever waits for the answer would wait for ever.
 */
async function orNull<T>(prompt: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  const over = new AbortController();
  const onKey = (_: unknown, key?: { ctrl?: boolean; name?: string }): void => {
    if (key?.ctrl === true && key.name === 'd') over.abort();
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

/** One of some rows, by arrow keys; `later` is shown and cannot be picked. */
export function pick<T>(
  message: string,
  rows: readonly Row<T>[],
  later: readonly { readonly name: string }[],
  preferred: T | null,
): Promise<T | null> {
  return orNull((signal) =>
    select(
      {
        message,
        choices: [...rows, ...later.map(({ name }) => new Separator(paint.dim(` ${name}`)))],
        pageSize: 20,
        loop: false,
        theme: { style: { keysHelpTip: () => undefined } },
        ...(preferred === null ? {} : { default: preferred }),
      },
      { signal, clearPromptOnDone: true },
    ),
  );
}

/** Yes or no; Enter and Ctrl-D are no. */
export const confirm = async (message: string): Promise<boolean> =>
  (await orNull((signal) => askConfirm({ message, default: false }, { signal }))) ?? false;
