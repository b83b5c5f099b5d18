import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, hasFlag, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const create = (flags = 0) => opened.add(sys.epollCreate1(flags));

/** The masks in the kernel's interest list, by descriptor. */
function interest(epfd: number): Record<number, number> {
  const lines = readFileSync(`/proc/self/fdinfo/${epfd}`, 'utf8').matchAll(/tfd:\s+(\d+) events:\s+([0-9a-f]+)/g);
  return Object.fromEntries([...lines].map(([, fd, events]) => [Number(fd), Number.parseInt(events ?? '', 16)]));
}

const ALWAYS = sys.EPOLLERR | sys.EPOLLHUP;

test('the interest list in /proc follows add, modify and delete, and EPOLLET is its bit 31', () => {
  const epfd = create();
  const [a] = opened.pair();
  sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN | sys.EPOLLET);
  expect(interest(epfd)).toEqual({ [a]: 2 ** 31 + (sys.EPOLLIN | ALWAYS) });
  sys.epollCtl(epfd, sys.EPOLL_CTL_MOD, a, sys.EPOLLOUT | sys.EPOLLRDHUP);
  expect(interest(epfd)).toEqual({ [a]: sys.EPOLLOUT | sys.EPOLLRDHUP | ALWAYS });
  sys.epollCtl(epfd, sys.EPOLL_CTL_DEL, a);
  expect(interest(epfd)).toEqual({});
});

test('level-triggered reports unread bytes again, edge-triggered once', () => {
  const [level, edge] = [create(), create()];
  const [a, b] = opened.pair();
  sys.epollCtl(level, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN);
  sys.epollCtl(edge, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN | sys.EPOLLET);
  sys.write(b, Buffer.from('x'));
  const event = { fd: a, events: sys.EPOLLIN };
  for (const expected of [[event], [event]]) expect(sys.epollWait(level, 8, 0)).toEqual(expected);
  for (const expected of [[event], []]) expect(sys.epollWait(edge, 8, 0)).toEqual(expected);
});

test('EPOLLONESHOT is off after one event until it is modified', () => {
  const epfd = create();
  const [a, b] = opened.pair();
  sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN | sys.EPOLLONESHOT);
  sys.write(b, Buffer.from('x'));
  expect(sys.epollWait(epfd, 8, 0)).toHaveLength(1);
  expect(sys.epollWait(epfd, 8, 0)).toEqual([]);
  sys.epollCtl(epfd, sys.EPOLL_CTL_MOD, a, sys.EPOLLIN | sys.EPOLLONESHOT);
  expect(sys.epollWait(epfd, 8, 0)).toHaveLength(1);
});

test('returns at most maxEvents and the rest next time', () => {
  const epfd = create();
  const writable = Array.from({ length: 3 }, () => opened.pair()[0]);
  for (const fd of writable) sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, fd, sys.EPOLLOUT);
  const seen = [...sys.epollWait(epfd, 2, -1), ...sys.epollWait(epfd, 2, -1)].map(({ fd }) => fd);
  expect(new Set(seen)).toEqual(new Set(writable));
  expect(sys.epollWait(epfd, 5000, 0)).toHaveLength(3);
});

test('waits for its timeout and returns nothing', () => {
  const began = performance.now();
  expect(sys.epollWait(create(), 8, 10)).toEqual([]);
  expect(performance.now() - began).toBeGreaterThanOrEqual(9.9);
  expect(sys.epollPwait(create(), 8, 0, [sys.SIGUSR2])).toEqual([]);
});

test('throws EEXIST, ENOENT, EPERM and EBADF as the kernel does', () => {
  const epfd = create(sys.EPOLL_CLOEXEC);
  expect(hasFlag(epfd, sys.O_CLOEXEC)).toBe(true);
  const [a] = opened.pair();
  const file = opened.add(sys.open(import.meta.filename, sys.O_RDONLY));
  sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN);
  expectFailure('EEXIST', () => sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, a, sys.EPOLLIN));
  expectFailure('ENOENT', () => sys.epollCtl(epfd, sys.EPOLL_CTL_DEL, opened.pair()[0]));
  expectFailure('EBADF', () => sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, 15_000, sys.EPOLLIN));
  expectFailure('EPERM', () => sys.epollCtl(epfd, sys.EPOLL_CTL_ADD, file, sys.EPOLLIN));
  expectFailure('EINVAL', () => sys.epollWait(a, 8, 0));
});
