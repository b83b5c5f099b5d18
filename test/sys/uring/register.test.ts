import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened, text } from '../support.ts';
import { memory, TestRing, withoutProvidedBuffers, withoutRings } from './ring.ts';

const opened = new Opened();

describe.skipIf(withoutRings('io_uring_register'))('io_uring_register', () => {
  let ring: TestRing;
  beforeEach(() => {
    ring = new TestRing();
  });
  afterEach(() => {
    ring.close();
    opened.closeAll();
  });

  test('probes for opcodes', () => {
    const known = sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PROBE);
    expect(known).toEqual(expect.arrayContaining([sys.IORING_OP_NOP, sys.IORING_OP_RECV, sys.IORING_OP_ASYNC_CANCEL]));
    expect(known).not.toContain(255);
  });

  test('keeps buffers of mmap, also when they are unmapped, and no others', () => {
    const [readEnd, writeEnd] = opened.pipe();
    const pool = memory(8192);
    const second = pool.bytes.subarray(4096);
    expect(sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_BUFFERS, [pool.bytes.subarray(0, 4096), second])).toBe(0);
    expectFailure('EBUSY', () => sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_BUFFERS, [second]));
    const addr = sys.mappedAddress(pool, 4096, 4096);
    const fixed = { addr, len: 5, group: 1 }; // the index of a buffer has the place of a group
    sys.write(writeEnd, Buffer.from('fixed'));
    ring.add({ opcode: sys.IORING_OP_READ_FIXED, fd: readEnd, ...fixed });
    expect(ring.run(1)).toMatchObject([{ res: 5 }]);
    expect(text(second, 5)).toBe('fixed');
    sys.munmap(pool);
    ring.add({ opcode: sys.IORING_OP_WRITE_FIXED, fd: writeEnd, ...fixed });
    expect(ring.run(1)).toMatchObject([{ res: 5 }]);
    const back = Buffer.alloc(5);
    expect(sys.read(readEnd, back)).toBe(5);
    expect(text(back)).toBe('fixed');
    expect(sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_BUFFERS)).toBe(0);
    expectFailure('ENXIO', () => sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_BUFFERS));
    expect(() => sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_BUFFERS, [Buffer.alloc(10)])).toThrow(
      'buffers[0] must be memory of mmap to be registered',
    );
  });

  test('keeps the files of descriptors that are closed, and replaces them', () => {
    const [readEnd, writeEnd] = opened.pipe();
    const pool = memory(4096);
    expect(sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_FILES, [-1, readEnd])).toBe(0);
    opened.close(readEnd);
    sys.write(writeEnd, Buffer.from('still'));
    const read = {
      opcode: sys.IORING_OP_READ,
      flags: sys.IOSQE_FIXED_FILE,
      addr: sys.mappedAddress(pool, 0, 5),
      len: 5,
    };
    ring.add({ ...read, fd: 1 });
    ring.add({ ...read, fd: 0 });
    expect(
      ring
        .run(2)
        .map(({ res }) => res)
        .sort(),
    ).toEqual([-9, 5]);
    const [otherEnd, otherWriteEnd] = opened.pipe();
    sys.write(otherWriteEnd, Buffer.from('other'));
    const update = { offset: 0, fds: [otherEnd, -1] };
    expect(sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_FILES_UPDATE, update)).toBe(2);
    ring.add({ ...read, fd: 0 });
    expect(ring.run(1)).toMatchObject([{ res: 5 }]);
    expect(text(pool.bytes, 5)).toBe('other');
    expect(sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_FILES)).toBe(0);
  });

  test('counts completions on an eventfd', () => {
    const counter = opened.add(sys.eventfd(0, sys.EFD_NONBLOCK));
    sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_EVENTFD, counter);
    ring.add({ opcode: sys.IORING_OP_NOP });
    ring.run(1);
    expect(sys.eventfdRead(counter)).toBe(1n);
    sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_EVENTFD);
    ring.add({ opcode: sys.IORING_OP_NOP });
    ring.run(1);
    expect(sys.eventfdRead(counter)).toBeNull();
  });

  test.skipIf(withoutProvidedBuffers('provided buffers'))(
    'checks a ring of provided buffers, and takes it back',
    () => {
      const pool = memory(4096);
      const group = { ring: pool, entries: 256, bgid: 3 };
      expect(() => sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PBUF_RING, { ...group, entries: 512 })).toThrow(
        'length must be an integer from 0 to the 4096 bytes',
      );
      expectFailure('EINVAL', () =>
        sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PBUF_RING, { ...group, entries: 3 }),
      );
      sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PBUF_RING, group);
      expectFailure('EEXIST', () => sys.ioUringRegister(ring.fd, sys.IORING_REGISTER_PBUF_RING, group));
      sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_PBUF_RING, { bgid: 3 });
      expectFailure('ENOENT', () => sys.ioUringRegister(ring.fd, sys.IORING_UNREGISTER_PBUF_RING, { bgid: 3 }));
    },
  );

  test('enables a ring that was made disabled', () => {
    const disabled = new TestRing(8, { flags: sys.IORING_SETUP_R_DISABLED });
    disabled.add({ opcode: sys.IORING_OP_NOP });
    expect(() => disabled.enter()).toThrow('File descriptor in bad state');
    expect(sys.ioUringRegister(disabled.fd, sys.IORING_REGISTER_ENABLE_RINGS)).toBe(0);
    expect(disabled.run(1)).toMatchObject([{ res: 0 }]);
    disabled.close();
  });

  test('reads wrong arguments', () => {
    const register = sys.ioUringRegister as (...args: unknown[]) => unknown;
    expect(() => register(ring.fd, 99)).toThrow('opcode must be an IORING_REGISTER_ constant');
    expect(() => register(ring.fd, sys.IORING_REGISTER_FILES, 3)).toThrow('fds must be an array');
    expect(() => register(ring.fd, sys.IORING_REGISTER_PBUF_RING)).toThrow('like { ring, entries, bgid }');
  });
});
