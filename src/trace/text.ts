import * as sys from '../sys/constants.ts';
import { isLog, type TraceEvent } from './model.ts';

/** An event as one line, in the format of strace. */
export function eventText(event: TraceEvent): string {
  if (event.kind === 'mark') return markText(event);
  if (isLog(event)) return `log ${previewText(event)}`;
  const call = `${event.name}(${argumentTexts(event).join(', ')})`;
  if (event.end === null) return call;
  return `${call} = ${event.error === '' ? event.result : event.error}`;
}

function markText({ name, args }: TraceEvent): string {
  const [first, second] = args;
  switch (name) {
    case 'begins':
      return `child of ${first}`;
    case 'signal':
      return `handler of ${named('SIG', Number(first))}`;
    case 'reaps':
      return `child ${first} is reaped`;
    case 'passes':
      return `fd ${first} goes along (inode ${second})`;
    case 'receives':
      return `it is fd ${first} here (inode ${second})`;
    default:
      return name;
  }
}

/** Arguments that have a name in C, by call and position. */
const NAMES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  socket: { 0: 'AF_', 1: 'SOCK_' },
  socketpair: { 0: 'AF_', 1: 'SOCK_' },
  setsockopt: { 1: 'SOL_' },
  signal: { 0: 'SIG' },
  kill: { 1: 'SIG' },
  shutdown: { 1: 'SHUT_' },
  epoll_ctl: { 1: 'EPOLL_CTL_' },
  fcntl: { 1: 'F_' },
};

function argumentTexts(event: TraceEvent): string[] {
  return event.args.map((arg, i) => {
    if (arg === null) return 'NULL';
    if (arg === '…') return previewText(event);
    if (event.name.startsWith('pthread_')) return `0x${Number(arg).toString(16)}`;
    if (event.name === 'setsockopt' && i === 1 && arg === sys.IPPROTO_TCP) return 'IPPROTO_TCP';
    if (event.name === 'setsockopt' && i === 2) return optionName(Number(event.args[1]), Number(arg));
    if (event.name === 'signal' && i === 1 && (arg === 0 || arg === 1)) return arg === 0 ? 'SIG_DFL' : 'SIG_IGN';
    const prefix = NAMES[event.name]?.[i];
    return prefix === undefined ? String(arg) : named(prefix, Number(arg));
  });
}

/** Options have their own numbers at each level. */
function optionName(level: number, option: number): string {
  if (level === sys.SOL_SOCKET) return named('SO_', option);
  return level === sys.IPPROTO_TCP ? named('TCP_', option) : String(option);
}

/** A constant by its C name; flags that were or-ed to a type come after it. */
function named(prefix: string, value: number): string {
  const pick = (wanted: number): string | undefined => constantsOf(prefix).get(wanted);
  const exact = pick(value);
  if (exact !== undefined || prefix !== 'SOCK_') return exact ?? String(value);
  const flags = (value & sys.SOCK_NONBLOCK ? '|SOCK_NONBLOCK' : '') + (value & sys.SOCK_CLOEXEC ? '|SOCK_CLOEXEC' : '');
  return `${pick(value & 0xf) ?? value}${flags}`;
}

const families = new Map<string, ReadonlyMap<number, string>>();

/** The first name of each value among the constants of a family. */
function constantsOf(prefix: string): ReadonlyMap<number, string> {
  const known = families.get(prefix);
  if (known !== undefined) return known;
  const names = Object.entries(sys).filter(([name]) => name.startsWith(prefix) && !name.startsWith('SIG_'));
  const family = new Map(names.reverse().map(([name, value]) => [Number(value), name]));
  families.set(prefix, family);
  return family;
}

/** Only data calls show their bytes as text: other calls take structures. */
const DATA = new Set(['read', 'write', 'recv', 'send', 'recvfrom', 'sendto']);
const SHOWN = 16;

function previewText({ name, preview, result, args }: TraceEvent): string {
  if (!DATA.has(name)) return '…';
  const shown = args[0] === 2 ? preview.length : SHOWN;
  const taken = preview.slice(0, Math.max(0, Math.min(shown, result < 0 ? shown : result)));
  return `${JSON.stringify(taken)}${result > taken.length ? '…' : ''}`;
}
