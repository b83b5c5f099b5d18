import { basename } from 'node:path';
import { parseArgs } from 'node:util';

/** One command-line option. A number default makes it an integer option, a boolean a switch. */
interface Option {
  readonly default: number | string | boolean;
  readonly about: string;
}

export type Options = Readonly<Record<string, Option>>;

export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K]['default'] extends number ? number : O[K]['default'] extends boolean ? boolean : string;
};

/** An option that the program does not know, or a value that it cannot read. */
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
  if (parsed.has('help')) return null;
  for (const [name, value] of parsed) {
    values[name] = typeof options[name]?.default === 'number' ? integer(name, String(value)) : value;
  }
  return values as Values<O>;
}

type Spec = Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>;

/** Not parseArgs' strict mode: its sentences advise on more than these programs can do. */
function parse(args: string[], options: Spec): Map<string, string | true> {
  const parsed = new Map<string, string | true>();
  const { tokens } = parseArgs({ args, options, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`${JSON.stringify(token.value)} is not an option`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    const type = Object.hasOwn(options, name) ? options[name]?.type : undefined;
    if (type === undefined) throw new UsageError(`there is no option ${rawName}`);
    if (type === 'boolean' && value !== undefined) throw new UsageError(`${rawName} takes no value`);
    if (type === 'string' && (value === undefined || (inlineValue === false && value.startsWith('-'))))
      throw new UsageError(`${rawName} needs a value`);
    parsed.set(name, value ?? true);
  }
  return parsed;
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
