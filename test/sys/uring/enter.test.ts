import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened, text } from '../support.ts';
import { memory, TestRing, withoutProvidedBuffers, withoutRings } from './ring.ts';

const opened = new Opened();
const home = mkdtempSync(join(tmpdir(), 'sys-uring-'));
afterAll(() => rmSync(home, { recursive: true }));
const ECANCELED = -sys.ECANCELED;
const EFAULT = -14;

describe.skipIf(withoutRings('io_uring_enter'))('io_uring_enter', () => {
  let ring: TestRing;
  let pool: sys.Mapping;
  beforeEach(() => {
    ring = new TestRing();
    pool = memory(4096);
  });
  afterEach(() => {
    ring.close();
    opened.closeAll();
  });

  test('submits entries and returns their number; completions carry their user data', () => {
    for (const userData of [7, 8]) ring.add({ opcode: sys.IORING_OP_NOP, userData });
    expect(ring.enter()).toBe(2);
    expect(ring.taken()).toEqual([7, 8].map((userData) => ({ userData, res: 0, flags: 0 })));
    expect(sys.ioUringEnter(ring.fd, 5, 1, sys.IORING_ENTER_GETEVENTS)).toBe(0); // the queue has none: it does not wait
  });

  test('reads a file into mapped memory, and a wrong address is EFAULT', () => {
    writeFileSync(join(home, 'file'), '0123456789');
    const fd = opened.add(sys.open(join(home, 'file'), sys.O_RDONLY));
    const read = { opcode: sys.IORING_OP_READ, fd, off: 3, len: 4 };
    ring.add({ ...read, addr: sys.mappedAddress(pool, 100, 4) });
    ring.add({ ...read, addr: 64 });
    expect(ring.run(2).map(({ res }) => res)).toEqual([4, EFAULT]);
    expect(text(pool.bytes.subarray(100, 105))).toBe('3456\0');
  });

  test('a link breaks at the first failure', () => {
    const [a] = opened.pair();
    ring.add({ opcode: sys.IORING_OP_READ, fd: 15_000, flags: sys.IOSQE_IO_LINK, userData: 1 });
    ring.add({ opcode: sys.IORING_OP_CLOSE, fd: a, userData: 2 });
    expect(ring.run(2)).toMatchObject([
      { userData: 1, res: -9 },
      { userData: 2, res: ECANCELED },
    ]);
  });

  test('cancels a receive, and ends a wait by a timeout', () => {
    const [a] = opened.pair();
    ring.add({ opcode: sys.IORING_OP_RECV, fd: a, addr: sys.mappedAddress(pool, 0, 8), len: 8, userData: 1 });
    expect(ring.enter()).toBe(1);
    expect(ring.taken()).toEqual([]);
    ring.add({ opcode: sys.IORING_OP_ASYNC_CANCEL, addr: 1, userData: 2 });
    expect(
      ring
        .run(2)
        .map(({ userData, res }) => [userData, res])
        .sort(),
    ).toEqual([
      [1, ECANCELED],
      [2, 0],
    ]);
    new BigInt64Array(pool.bytes.buffer, 64, 2).set([0n, 1_000_000n]);
    ring.add({ opcode: sys.IORING_OP_TIMEOUT, addr: sys.mappedAddress(pool, 64, 16), len: 1 });
    expect(ring.run(1)).toMatchObject([{ res: -sys.ETIME }]);
  });

  test.skipIf(withoutProvidedBuffers('multishot accept and receive'))(
    'one accept and one receive go on by themselves, with provided buffers, until these have run out',
    () => {
      const { fd: listener, address } = opened.listener();
      ring.add({ opcode: sys.IORING_OP_ACCEPT, fd: listener, ioprio: sys.IORING_ACCEPT_MULTISHOT });
      const clients = [opened.socket(), opened.socket()];
      for (const client of clients) sys.connect(client, address);
      const accepted = ring.run(2);
      opened.add(accepted.map(({ res }) => res));
      expect(accepted.map(({ flags }) => flags & sys.IORING_CQE_F_MORE)).toEqual([2, 2]);

      provide(ring, pool, 2);
      const server = accepted[0]?.res ?? -1;
      ring.add({
        opcode: sys.IORING_OP_RECV,
        fd: server,
        ioprio: sys.IORING_RECV_MULTISHOT,
        flags: sys.IOSQE_BUFFER_SELECT,
        group: 7,
      });
      const got = ['one', 'two', 'six'].map((word) => {
        sys.send(clients[0] as number, Buffer.from(word));
        const [done] = ring.run(1);
        if (done === undefined || done.res < 0) return [done?.res, (done?.flags ?? 0) & sys.IORING_CQE_F_MORE];
        const bid = done.flags >>> sys.IORING_CQE_BUFFER_SHIFT;
        return [text(pool.bytes.subarray(1024 * (bid + 1)), done.res), done.flags & sys.IORING_CQE_F_MORE];
      });
      expect(got).toEqual([
        ['one', sys.IORING_CQE_F_MORE],
        ['two', sys.IORING_CQE_F_MORE],
        [-sys.ENOBUFS, 0],
      ]);
    },
  );

  test('memory that was unmapped during a receive is not used for anything else', () => {
    const [a, b] = opened.pair();
    const address = sys.mappedAddress(pool, 0, 4096);
    ring.add({ opcode: sys.IORING_OP_RECV, fd: a, addr: address, len: 4096 });
    ring.enter();
    sys.munmap(pool);
    const others = Array.from({ length: 50 }, () => memory(4096));
    expect(others.map((other) => sys.mappedAddress(other))).not.toContain(address);
    sys.send(b, Buffer.alloc(4096, 'x'));
    expect(ring.run(1)).toMatchObject([{ res: 4096 }]);
    expect(others.filter(({ bytes }) => bytes.some((byte) => byte !== 0))).toEqual([]);
    expect(() => sys.mappedAddress(pool)).toThrow('still mapped');
  });

  test('memory whose Mapping was lost stays mapped, because the kernel may use it', async () => {
    const [a, b] = opened.pair();
    let collected = false;
    const registry = new FinalizationRegistry(() => {
      collected = true;
    });
    const addr = lost(4096, registry);
    ring.add({ opcode: sys.IORING_OP_RECV, fd: a, addr, len: 4096 });
    ring.enter();
    collectGarbage();
    while (!collected) await setImmediate();
    await setImmediate(); // other registries have their turn
    const others = Array.from({ length: 50 }, () => memory(4096));
    expect(others.map((other) => sys.mappedAddress(other))).not.toContain(addr);
    sys.send(b, Buffer.alloc(4096, 'x'));
    expect(ring.run(1)).toMatchObject([{ res: 4096 }]);
  });

  test('mappedAddress checks that the bytes are inside', () => {
    expect(sys.mappedAddress(pool, 100, 8)).toBe(sys.mappedAddress(pool) + 100);
    expect(sys.mappedAddress(pool, 4096, 0)).toBe(sys.mappedAddress(pool) + 4096);
    expect(() => sys.mappedAddress(pool, 4090, 8)).toThrow('length must be an integer from 0 to the 6 bytes');
    expect(() => sys.mappedAddress(pool, -1)).toThrow('offset must be');
  });

  test('IORING_ENTER_EXT_ARG ends the wait after a time-out', () => {
    const [a, b] = opened.pair();
    const wait = (toSubmit: number, timeout: number) =>
      sys.ioUringEnter(ring.fd, toSubmit, 1, sys.IORING_ENTER_GETEVENTS | sys.IORING_ENTER_EXT_ARG, { timeout });
    const begin = performance.now();
    expect(wait(0, 60)).toBeNull();
    expect(performance.now() - begin).toBeGreaterThan(40);
    ring.add({ opcode: sys.IORING_OP_RECV, fd: a, addr: sys.mappedAddress(pool, 0, 8), len: 8 });
    expect(wait(1, 1)).toBe(1); // submitted, although the time has passed
    expect(ring.taken()).toEqual([]);
    sys.send(b, Buffer.from('in time'));
    expect(wait(0, 100_000)).toBe(0);
    expect(ring.taken()).toMatchObject([{ res: 7 }]);
  });

  test('does not wait behind a bad entry', () => {
    for (const opcode of [255, sys.IORING_OP_NOP]) ring.add({ opcode });
    const flags = sys.IORING_ENTER_GETEVENTS | sys.IORING_ENTER_EXT_ARG;
    expect(sys.ioUringEnter(ring.fd, 2, 2, flags, { timeout: 20_000 })).toBe(1);
    expect(ring.taken()).toMatchObject([{ res: -22 }]);
  });

  test('IORING_ENTER_EXT_ARG and its argument belong together', () => {
    const enter = sys.ioUringEnter as (...args: unknown[]) => unknown;
    expectFailure('EINVAL', () => enter(ring.fd, 0, 1, sys.IORING_ENTER_GETEVENTS | sys.IORING_ENTER_EXT_ARG));
    expect(() => enter(ring.fd, 0, 0, 0, { timeout: 1 })).toThrow('flags must be made with IORING_ENTER_EXT_ARG');
    expect(() => enter(ring.fd, 0, 0, sys.IORING_ENTER_EXT_ARG, 5)).toThrow('arg must be an object like { timeout }');
    expect(() => enter(ring.fd, 0, 0, sys.IORING_ENTER_EXT_ARG, {})).toThrow('arg.timeout must be an integer');
  });

  test('throws for descriptors that are no ring', () => {
    expectFailure('ENOTSUP', () => sys.ioUringEnter(opened.pipe()[0], 0, 0));
    expectFailure('EBADF', () => sys.ioUringEnter(15_000, 0, 0));
    expect(() => sys.ioUringEnter(ring.fd, -1, 0)).toThrow('toSubmit must be an integer from 0');
  });
});

/** The address of memory to which there is no reference; `registry` tells when its Mapping has been collected. */
function lost(length: number, registry: FinalizationRegistry<null>): number {
  const mapping = memory(length);
  registry.register(mapping, null);
  return sys.mappedAddress(mapping, 0, length);
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

/** Registers `count` buffers of 1024 bytes as group 7: their ring is at the beginning of the pool, and they follow it. */
function provide(ring: TestRing, pool: sys.Mapping, count: number): void {
  sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PBUF_RING, { ring: pool, entries: 2, bgid: 7 });
  const view = new DataView(pool.bytes.buffer);
  for (let bid = 0; bid < count; bid++) {
    view.setBigUint64(16 * bid, BigInt(sys.mappedAddress(pool, 1024 * (bid + 1), 1024)), true);
    view.setUint32(16 * bid + 8, 1024, true);
    view.setUint16(16 * bid + 12, bid, true);
  }
  view.setUint16(14, count, true); // the tail
}
