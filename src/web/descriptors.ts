import { basename } from 'node:path';
import {
  EPOLLERR,
  EPOLLET,
  EPOLLEXCLUSIVE,
  EPOLLHUP,
  EPOLLIN,
  EPOLLONESHOT,
  EPOLLOUT,
  EPOLLPRI,
  EPOLLRDHUP,
} from '#sys';
import { type Interest, interestList } from '../kit/kernel/fdinfo.ts';
import { descriptors } from '../kit/kernel/proc.ts';
import type { TcpRow } from '../kit/kernel/tcp.ts';
import type { DescriptorView } from './protocol.ts';

/** The most rows that a class can read. */
const MAX_ROWS = 24;
const STANDARD = ['standard input', 'standard output', 'standard error'];
const EPOLL = 'anon_inode:[eventpoll]';

interface Open {
  readonly fd: number;
  readonly target: string;
  /** Of an epoll descriptor. */
  readonly interests: readonly Interest[];
}

export interface DescriptorTable {
  readonly own: readonly DescriptorView[];
  /** Node's own descriptors, as ranges of numbers. */
  readonly node: string;
}

/** The descriptors of a process, described. `rows` are the TCP sockets, by inode. */
export function descriptorTable(pid: number, rows: ReadonlyMap<number, TcpRow>): DescriptorTable {
  const open: Open[] = descriptors(pid)
    .sort((a, b) => a.fd - b.fd)
    .map(({ fd, target }) => ({ fd, target, interests: target === EPOLL ? interestList(pid, fd) : [] }));
  const targets = new Map(open.map(({ fd, target }) => [fd, target]));
  const isOwn = ofProgram(open, targets);
  const name = (fd: number): string => describe(fd, targets.get(fd) ?? 'closed', rows);
  const own = open.filter(isOwn);
  return {
    own: own.slice(0, MAX_ROWS).map(({ fd, interests }, i) => ({
      fd,
      what: name(fd),
      interests: [...interests]
        .sort((a, b) => a.fd - b.fd)
        .slice(0, MAX_ROWS)
        .map((interest) => ({
          fd: interest.fd,
          mask: maskText(interest.events),
          what: name(interest.fd),
        })),
      more: Math.max(0, interests.length - MAX_ROWS) + (i === MAX_ROWS - 1 ? own.length - MAX_ROWS : 0),
    })),
    node: ranges(open.filter((one) => one.fd >= STANDARD.length && !isOwn(one)).map(({ fd }) => fd)),
  };
}

/** What Node's loops are made of. From Node 22 on each loop has an io_uring, which #sys cannot make. */
const PLUMBING = new Set(['anon_inode:[eventfd]', 'anon_inode:[io_uring]', '/dev/null']);

/** An epoll instance of Node's watches only eventfds and pipes, and no lesson program with epoll has pipes. */
function ofProgram(open: readonly Open[], targets: ReadonlyMap<number, string>): (one: Open) => boolean {
  const isPlumbing = (target: string): boolean => target.startsWith('pipe:') || PLUMBING.has(target);
  const epolls = open.filter(({ interests }) => interests.some(({ fd }) => !isPlumbing(targets.get(fd) ?? '')));
  const watched = new Set(epolls.flatMap(({ interests }) => interests.map(({ fd }) => fd)));
  return (one) => {
    if (one.fd < STANDARD.length || one.target.endsWith('.lane')) return false;
    if (one.target === EPOLL) return epolls.includes(one);
    return !isPlumbing(one.target) || watched.has(one.fd);
  };
}

function describe(fd: number, target: string, rows: ReadonlyMap<number, TcpRow>): string {
  if (fd < STANDARD.length) return STANDARD[fd] ?? '';
  const inode = Number(/^socket:\[(\d+)\]$/.exec(target)?.[1] ?? Number.NaN);
  const row = rows.get(inode);
  if (row?.state === 'LISTEN') return `listener at port ${row.localPort}`;
  if (row !== undefined) return `TCP ${row.localPort} → ${row.remotePort} ${row.state}`;
  if (!Number.isNaN(inode)) return `socket, inode ${inode}`;
  if (target === EPOLL) return 'epoll';
  const anonymous = /^anon_inode:\[?(\w+)\]?$/.exec(target)?.[1];
  if (anonymous !== undefined) return anonymous;
  return target.startsWith('/') ? `file ${basename(target)}` : target;
}

const BITS = [
  [EPOLLIN, 'EPOLLIN'],
  [EPOLLPRI, 'EPOLLPRI'],
  [EPOLLOUT, 'EPOLLOUT'],
  [EPOLLRDHUP, 'EPOLLRDHUP'],
  [EPOLLEXCLUSIVE, 'EPOLLEXCLUSIVE'],
  [EPOLLONESHOT, 'EPOLLONESHOT'],
  [EPOLLET, 'EPOLLET'],
] as const;

/** EPOLLERR and EPOLLHUP are in every mask, so they are named only if nothing else is set. */
export function maskText(events: number): string {
  const names = BITS.filter(([bit]) => (events & bit) >>> 0 !== 0).map(([, name]) => name);
  if (names.length > 0) return names.join(' | ');
  return (events & (EPOLLERR | EPOLLHUP)) === 0 ? 'nothing: switched off' : 'EPOLLERR | EPOLLHUP';
}

/** 3 4 5 8 as `3–5, 8`. */
export function ranges(numbers: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const n of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && n === last[1] + 1) last[1] = n;
    else parts.push([n, n]);
  }
  return parts.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
