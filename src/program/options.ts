import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/** One command-line option. A number default makes it an integer option, a boolean a switch. */
export interface Option {
  readonly default: number | string | boolean;
  readonly about: string;
}

export type Options = Readonly<Record<string, Option>>;

export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K]['default'] extends number ? number : O[K]['default'] extends boolean ? boolean : string;
};

/** Somebody typed an option that the program does not know, or a value that it cannot read. */
export class UsageError extends Error {}

/** Reads the command line. Returns null when help was asked for. */
export function readOptions<O extends Options>(options: O, args: readonly string[]): Values<O> | null {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) values[name] = option.default;
  const spec = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { type: typeof option.default === 'boolean' ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const parsed = parse([...args], { ...spec, help: { type: 'boolean' } });
  if (parsed['help'] === true) return null;
  for (const [name, text] of Object.entries(parsed)) {
    values[name] = typeof options[name]?.default === 'number' ? integer(name, String(text)) : text;
  }
  return values as Values<O>;
}

function parse(args: string[], options: Record<string, { type: 'boolean' | 'string' }>): Record<string, unknown> {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0]);
  }
}

const MAX = 2 ** 31 - 1;

function integer(name: string, text: string): number {
  const value = Number(text);
  const max = name === 'port' ? 65_535 : MAX;
  if (!/^\d+$/.test(text) || value > max) {
    throw new UsageError(`--${name} takes a whole number from 0 to ${max}, not ${JSON.stringify(text)}`);
  }
  return value;
}

export function helpText(file: string, about: string, options: Options): string {
  const rows = Object.entries(options).map(([name, option]) => {
    const usage =
      typeof option.default === 'boolean'
        ? `--${name}`
        : `--${name} ${typeof option.default === 'number' ? 'N' : 'TEXT'}`;
    const fallback = typeof option.default === 'boolean' || option.default === '' ? '' : ` (${option.default})`;
    return `  ${usage.padEnd(18)}${option.about}${fallback}`;
  });
  return [`${basename(file)}: ${about}`, '', ...rows, `  ${'--help'.padEnd(18)}this text`].join('\n');
}
