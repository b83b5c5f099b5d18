import { expect, test } from 'vitest';
import { AF_UNIX, close, recv, SOCK_STREAM, send, socketpair } from '#sys';

/** Allocates and frees memory, so that the garbage collector moves young objects. */
const churn = (): number => Array.from({ length: 20_000 }, (_, i) => new Uint8Array(48).fill(i)).length;

test.each([
  ['on the heap of V8, where small arrays are born', () => new Uint8Array(16)],
  ['a part of a pool', () => Buffer.from('0123456789abcdef')],
  ['memory of its own', () => Buffer.allocUnsafeSlow(16)],
  ['shared', () => new Uint8Array(new SharedArrayBuffer(16))],
])('the same buffer, used again and again, holds what came last: %s', (_, make) => {
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM);
  const out = make();
  const into = make();
  for (let round = 0; round < 30; round++) {
    out.fill(round);
    expect(send(a, out)).toBe(16);
    if (round % 3 === 0) churn();
    into.fill(0xff);
    expect(recv(b, into)).toBe(16);
    expect([...into]).toEqual(new Array(16).fill(round));
  }
  close(a);
  close(b);
});

test('two buffers in turn, and views of one memory, are not confused', () => {
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM);
  const memory = Buffer.alloc(32, '.');
  const views = [memory.subarray(0, 4), memory.subarray(4, 8), memory.subarray(8, 12)];
  for (const [i, view] of [0, 0, 1, 1, 0, 2, 2, 2, 1].map((at) => [at, views[at] as Buffer] as const)) {
    send(a, Buffer.from(`${i}${i}${i}${i}`));
    expect(recv(b, view)).toBe(4);
    expect(view.toString()).toBe(`${i}`.repeat(4));
  }
  expect(memory.toString()).toBe(`000011112222${'.'.repeat(20)}`);
  close(a);
  close(b);
});

test('detached memory is not accessed', () => {
  const [a, b] = socketpair(AF_UNIX, SOCK_STREAM);
  const into = Buffer.allocUnsafeSlow(8);
  for (let i = 0; i < 3; i++) {
    send(a, Buffer.from('12345678'));
    expect(recv(b, into, 0, 8)).toBe(8);
  }
  const elsewhere = structuredClone(into.buffer, { transfer: [into.buffer as ArrayBuffer] });
  send(a, Buffer.from('abcdefgh'));
  expect(() => recv(b, into, 0, 8)).toThrow("length must be an integer from 0 to the buffer's 0 bytes, not 8");
  expect(Buffer.from(elsewhere).toString()).toBe('12345678');
  close(a);
  close(b);
});
