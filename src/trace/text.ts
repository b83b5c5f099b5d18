import * as sys from '../sys/constants.ts';
import { isLog, type TraceEvent } from './model.ts';
import { named, namedFlags } from './names.ts';
import { structText } from './structs.ts';

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
  getsockopt: { 1: 'SOL_' },
  signal: { 0: 'SIG' },
  kill: { 1: 'SIG' },
  shutdown: { 1: 'SHUT_' },
  epoll_ctl: { 1: 'EPOLL_CTL_' },
  fcntl: { 1: 'F_' },
};

/** Arguments made of flags. */
const FLAGS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  flock: { 1: 'LOCK_' },
  preadv2: { 4: 'RWF_' },
  splice: { 5: 'SPLICE_F_' },
  tee: { 3: 'SPLICE_F_' },
  vmsplice: { 3: 'SPLICE_F_' },
  signalfd: { 2: 'SFD_' },
  close_range: { 2: 'CLOSE_RANGE_' },
  sendmsg: { 2: 'MSG_' },
  recvmsg: { 2: 'MSG_' },
  io_uring_enter: { 3: 'IORING_ENTER_' },
};

const OPTION_CALLS = new Set(['setsockopt', 'getsockopt']);
/** The last descriptor of a range without an end. */
const NO_END = 0xffffffff;

function argumentTexts(event: TraceEvent): string[] {
  return event.args.map((arg, i) => {
    if (arg === null) return 'NULL';
    if (arg === '…') return structText(event, i) ?? previewText(event);
    const { name } = event;
    if (isAddress(name, i)) return `0x${Number(arg).toString(16)}`;
    if (OPTION_CALLS.has(name) && i === 1 && arg === sys.IPPROTO_TCP) return 'IPPROTO_TCP';
    if (OPTION_CALLS.has(name) && i === 2) return optionName(Number(event.args[1]), Number(arg));
    if (name === 'signal' && i === 1 && (arg === 0 || arg === 1)) return arg === 0 ? 'SIG_DFL' : 'SIG_IGN';
    if (name === 'ioctl' && i === 1) return REQUESTS.get(Number(arg)) ?? String(arg);
    if (name === 'close_range' && i === 1 && arg === NO_END) return '~0U';
    if (name === 'io_uring_register' && i === 1) return registration(Number(arg));
    const prefix = NAMES[name]?.[i];
    if (prefix !== undefined) return named(prefix, Number(arg));
    const flags = FLAGS[name]?.[i];
    return flags === undefined ? String(arg) : namedFlags(flags, Number(arg));
  });
}

/** An address identifies a mutex, a condition or the control block of a transfer. */
const isAddress = (name: string, i: number): boolean =>
  name.startsWith('pthread_') ||
  (/^aio_(read|write|error|return)$/.test(name) && i === 0) ||
  (name === 'aio_cancel' && i === 1);

function registration(opcode: number): string {
  const name = named('IORING_REGISTER_', opcode);
  return name === String(opcode) ? named('IORING_UNREGISTER_', opcode) : name;
}

const REQUESTS: ReadonlyMap<number, string> = new Map([
  [sys.FIONREAD, 'FIONREAD'],
  [sys.SIOCOUTQ, 'SIOCOUTQ'],
  [sys.SIOCOUTQNSD, 'SIOCOUTQNSD'],
]);

/** Options have their own numbers at each level. */
function optionName(level: number, option: number): string {
  if (level === sys.SOL_SOCKET) return named('SO_', option);
  return level === sys.IPPROTO_TCP ? named('TCP_', option) : String(option);
}

/** Only data calls show their bytes as text: other calls take structures, and aio_read has no bytes yet. */
const DATA = new Set(['read', 'write', 'recv', 'send', 'recvfrom', 'sendto', 'pread', 'pwrite']);
const SHOWN = 16;

function previewText({ name, preview, result, args }: TraceEvent): string {
  if (!DATA.has(name)) return '…';
  const shown = args[0] === 2 ? preview.length : SHOWN;
  const taken = preview.slice(0, Math.max(0, Math.min(shown, result < 0 ? shown : result)));
  return `${JSON.stringify(taken)}${result > taken.length ? '…' : ''}`;
}
