import { readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { eventually, expectFailure, hasFlag, Opened, text } from '../support.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const byte = Buffer.from('x');

describe('control messages', () => {
  test('have the sizes of CMSG_SPACE and CMSG_LEN', () => {
    expect([0, 1, 4, 8, 9, 12].map(sys.cmsgSpace)).toEqual([16, 24, 24, 24, 32, 32]);
    expect([0, 4, 12].map(sys.cmsgLen)).toEqual([16, 20, 28]);
  });

  test('decode to the descriptors they were encoded from', () => {
    for (const fds of [[], [3], [3, 4], [3, 4, 5]]) expect(sys.decodeRights(sys.encodeRights(fds))).toEqual(fds);
    const two = Buffer.concat([sys.encodeRights([5]), sys.encodeRights([6, 7])]);
    expect(sys.decodeRights(two)).toEqual([5, 6, 7]);
  });

  test('with a wrong length yield no descriptors and no crash', () => {
    const lying = Buffer.from(sys.encodeRights([5]));
    lying.writeBigUInt64LE(2n ** 63n, 0);
    expect(sys.decodeRights(lying)).toEqual([]);
    lying.writeBigUInt64LE(0n, 0);
    expect(sys.decodeRights(lying)).toEqual([]);
  });

  test('refuse more descriptors than fit into a message', () => {
    expect(() => sys.encodeRights(new Array(sys.SCM_MAX_FD + 1).fill(3))).toThrow(RangeError);
  });
});

describe('passing descriptors', () => {
  test('gives the receiver new numbers for the same open files', () => {
    const [a, b] = opened.pair();
    const [readEnd, writeEnd] = opened.pipe();
    expect(sys.sendmsg(a, { buffers: [byte], fds: [readEnd, writeEnd] })).toBe(1);
    const received = sys.recvmsg(b, [Buffer.alloc(10)], sys.cmsgSpace(8));
    const fds = opened.add(received?.fds ?? []);
    expect(fds).toHaveLength(2);
    expect(fds).not.toContain(readEnd);
    const links = (numbers: readonly number[]) => numbers.map((fd) => readlinkSync(`/proc/self/fd/${fd}`));
    expect(links(fds)).toEqual(links([readEnd, writeEnd]));
  });

  test('works by control bytes, survives the sender closing its own, and carries 253', () => {
    const [a, b] = opened.pair();
    const many = Array.from({ length: sys.SCM_MAX_FD }, () => opened.pipe()[0]);
    sys.sendmsg(a, { buffers: [byte], control: sys.encodeRights(many) });
    for (const fd of many) opened.close(fd);
    const received = sys.recvmsg(b, [Buffer.alloc(1)], sys.cmsgSpace(4 * many.length), sys.MSG_CMSG_CLOEXEC);
    const fds = opened.add(received?.fds ?? []);
    expect(fds).toHaveLength(sys.SCM_MAX_FD);
    expect(hasFlag(fds[0] as number, sys.O_CLOEXEC)).toBe(true);
  });

  test('sets MSG_CTRUNC when there is no room for them', () => {
    const [a, b] = opened.pair();
    sys.sendmsg(a, { buffers: [byte], fds: opened.pipe() });
    const received = sys.recvmsg(b, [Buffer.alloc(1)], sys.cmsgSpace(4));
    opened.add(received?.fds ?? []);
    // The padding after one int has room for a second: the kernel uses it.
    expect(received?.fds.length).toBeLessThanOrEqual(2);
    sys.sendmsg(a, { buffers: [byte], fds: opened.pipe() });
    const without = sys.recvmsg(b, [Buffer.alloc(1)]);
    expect(without).toMatchObject({ bytes: 1, fds: [] });
    expect((without?.flags ?? 0) & sys.MSG_CTRUNC).toBe(sys.MSG_CTRUNC);
  });

  test('throws EBADF for a closed descriptor', () => {
    const [a] = opened.pair();
    expectFailure('EBADF', () => sys.sendmsg(a, { buffers: [byte], fds: [15_000] }));
  });
});

describe('sendmsg and recvmsg', () => {
  test('gather and scatter buffers over TCP, and see the end of file', () => {
    const { client, server } = opened.connection();
    expect(sys.sendmsg(client, { buffers: [Buffer.from('ab'), Buffer.alloc(0), Buffer.from('cde')] })).toBe(5);
    const parts = [Buffer.alloc(1), Buffer.alloc(3), Buffer.alloc(9)];
    expect(sys.recvmsg(server, parts)).toMatchObject({ bytes: 5, fds: [], address: null });
    expect(parts.map((part) => text(part).replaceAll('\0', ''))).toEqual(['a', 'bcd', 'e']);
    sys.shutdown(client, sys.SHUT_WR);
    expect(sys.recvmsg(server, parts)?.bytes).toBe(0);
  });

  test('return null when they would block', () => {
    const [a, b] = opened.pair();
    expect(sys.recvmsg(b, [Buffer.alloc(1)], 0, sys.MSG_DONTWAIT)).toBeNull();
    const big = { buffers: [Buffer.alloc(1 << 20)] };
    while (sys.sendmsg(a, big, sys.MSG_DONTWAIT) !== null);
    sys.setNonblocking(a);
    expect(sys.sendmsg(a, big)).toBeNull();
  });

  test('keep datagrams apart and report a truncated one', () => {
    const [a, b] = opened.pair(sys.SOCK_DGRAM);
    sys.sendmsg(a, { buffers: [Buffer.from('first')] });
    sys.sendmsg(a, { buffers: [Buffer.from('second')] });
    expect(sys.recvmsg(b, [Buffer.alloc(3)])).toMatchObject({ bytes: 3, flags: sys.MSG_TRUNC });
    expect(sys.recvmsg(b, [Buffer.alloc(10)])).toMatchObject({ bytes: 6, flags: 0 });
  });
});

test('sendto and recvfrom name the receiver and the sender', () => {
  const [a, b] = [opened.socket(sys.SOCK_DGRAM), opened.socket(sys.SOCK_DGRAM)];
  for (const fd of [a, b]) sys.bind(fd, { family: sys.AF_INET, address: '127.0.0.1', port: 0 });
  expect(sys.sendto(a, Buffer.from('datagram'), sys.getsockname(b))).toBe(8);
  const buffer = Buffer.alloc(4);
  const received = eventually(() => sys.recvfrom(b, buffer, sys.MSG_TRUNC | sys.MSG_DONTWAIT));
  expect(received).toEqual({ bytes: 8, address: sys.getsockname(a) });
  expect(text(buffer)).toBe('data');
  expect(sys.recvfrom(b, buffer, sys.MSG_DONTWAIT)).toBeNull();
});
