import * as sys from '../sys/constants.ts';

/** A constant by its C name; flags that were or-ed to a type come after it. */
export function named(prefix: string, value: number): string {
  const pick = (wanted: number): string | undefined => constantsOf(prefix).get(wanted);
  const exact = pick(value);
  if (exact !== undefined || prefix !== 'SOCK_') return exact ?? String(value);
  const flags = (value & sys.SOCK_NONBLOCK ? '|SOCK_NONBLOCK' : '') + (value & sys.SOCK_CLOEXEC ? '|SOCK_CLOEXEC' : '');
  return `${pick(value & 0xf) ?? value}${flags}`;
}

/** Flags by their C names, as in `LOCK_EX|LOCK_NB`; bits without a name come last, in hexadecimal. */
export function namedFlags(prefix: string, value: number): string {
  const parts: string[] = [];
  let rest = value;
  for (const [bit, name] of [...constantsOf(prefix)].sort(([a], [b]) => a - b)) {
    if (bit === 0 || (rest & bit) !== bit) continue;
    parts.push(name);
    rest &= ~bit;
  }
  if (rest !== 0 || parts.length === 0) parts.push(rest === 0 ? '0' : `0x${(rest >>> 0).toString(16)}`);
  return parts.join('|');
}

const families = new Map<string, ReadonlyMap<number, string>>();

/** Families whose prefix begins with that of another one. */
const INNER = ['SIG_', 'SIGEV_', 'F_OWNER_', 'SO_EE_'];

/** The name of each value among the constants of a family, the alphabetically first one where several have it. */
function constantsOf(prefix: string): ReadonlyMap<number, string> {
  const known = families.get(prefix);
  if (known !== undefined) return known;
  const others = INNER.filter((inner) => inner !== prefix && inner.startsWith(prefix));
  const constants = Object.entries(sys)
    .filter(([name]) => name.startsWith(prefix) && !others.some((inner) => name.startsWith(inner)))
    .sort(([a], [b]) => (a < b ? 1 : -1));
  const family = new Map(constants.map(([name, value]) => [Number(value), name]));
  families.set(prefix, family);
  return family;
}
