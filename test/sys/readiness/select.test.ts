import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());

function setOf(...fds: number[]): sys.FdSet {
  const set = new sys.FdSet();
  for (const fd of fds) set.add(fd);
  return set;
}

describe('select', () => {
  test('leaves only the ready descriptors in the sets', () => {
    const [a, b] = opened.pair();
    const [quiet] = opened.pair();
    sys.write(b, Buffer.from('x'));
    const reading = setOf(a, quiet);
    const writing = setOf(a);
    expect(sys.select(Math.max(a, quiet) + 1, reading, writing, null, null)).toBe(2);
    expect([...reading]).toEqual([a]);
    expect([...writing]).toEqual([a]);
  });

  test('ignores descriptors from nfds on', () => {
    const [a, b] = opened.pair();
    sys.write(b, Buffer.from('x'));
    expect(sys.select(a, setOf(a), null, null, { seconds: 0, microseconds: 0 })).toBe(0);
  });

  test('empties the sets and the timeout after a time-out', () => {
    const [a] = opened.pair();
    const set = setOf(a);
    const timeout = { seconds: 0, microseconds: 10_000 };
    const began = performance.now();
    expect(sys.select(a + 1, set, null, null, timeout)).toBe(0);
    expect(performance.now() - began).toBeGreaterThanOrEqual(9.9);
    expect([...set]).toEqual([]);
    expect(timeout).toEqual({ seconds: 0, microseconds: 0 });
  });

  test('writes the remaining time back', () => {
    const [a, b] = opened.pair();
    sys.write(b, Buffer.from('x'));
    const timeout = { seconds: 100, microseconds: 0 };
    sys.select(a + 1, setOf(a), null, null, timeout);
    expect(timeout.seconds).toBeGreaterThanOrEqual(79);
    expect(timeout.seconds).toBeLessThanOrEqual(100);
  });

  test('throws EBADF for a closed descriptor, and EINVAL for a negative time', () => {
    const [a] = opened.pair();
    opened.close(a);
    expectFailure('EBADF', () => sys.select(a + 1, setOf(a), null, null, null));
    expectFailure('EINVAL', () => sys.select(0, null, null, null, { seconds: -1, microseconds: 0 }));
  });

  test('refuses descriptors from FD_SETSIZE on, where C would write beyond the set', () => {
    const set = new sys.FdSet();
    set.add(sys.FD_SETSIZE - 1);
    expect([...set]).toEqual([1023]);
    for (const use of [set.add, set.delete, set.has]) {
      expect(() => use.call(set, sys.FD_SETSIZE)).toThrow(/does not fit into an fd_set: FD_SETSIZE is 1024/);
    }
    expect(() => sys.select(sys.FD_SETSIZE + 1, set, null, null, null)).toThrow(RangeError);
  });
});

describe('poll', () => {
  test('returns the revents of each entry, in order', () => {
    const [a, b] = opened.pair();
    const [quiet] = opened.pair();
    const [readEnd, writeEnd] = opened.pipe();
    opened.close(writeEnd);
    sys.write(b, Buffer.from('x'));
    const entries = [a, quiet, -1, readEnd, 15_000].map((fd) => ({ fd, events: sys.POLLIN }));
    expect(sys.poll(entries, -1)).toEqual([sys.POLLIN, 0, 0, sys.POLLHUP, sys.POLLNVAL]);
  });

  test('returns zeros after a time-out', () => {
    const [a] = opened.pair();
    const began = performance.now();
    expect(sys.poll([{ fd: a, events: sys.POLLIN }], 10)).toEqual([0]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(9.9);
  });

  test('reports POLLRDHUP when the peer has sent its FIN', () => {
    const { client, server } = opened.connection();
    sys.shutdown(client, sys.SHUT_WR);
    const events = sys.POLLIN | sys.POLLRDHUP;
    expect(sys.poll([{ fd: server, events }], 20_000)).toEqual([events]);
  });
});
