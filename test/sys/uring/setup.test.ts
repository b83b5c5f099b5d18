import { afterEach, describe, expect, test } from 'vitest';
import * as sys from '#sys';
import { expectFailure, Opened } from '../support.ts';
import { TestRing, withoutRings } from './ring.ts';

const opened = new Opened();
afterEach(() => opened.closeAll());
const READ_WRITE = sys.PROT_READ | sys.PROT_WRITE;
const setup = (entries: number, options?: sys.IoUringOptions): sys.IoUring => {
  const ring = sys.ioUringSetup(entries, options);
  opened.add(ring.fd);
  return ring;
};
const map = (fd: number, length: number, offset: number): sys.Mapping =>
  sys.mmap(length, READ_WRITE, sys.MAP_SHARED, fd, offset);

describe.skipIf(withoutRings('io_uring_setup'))('io_uring_setup', () => {
  test('rounds the entries up to a power of 2, and has twice as many completions unless told', () => {
    expect(setup(5)).toMatchObject({ sqEntries: 8, cqEntries: 16, flags: 0 });
    const larger = { flags: sys.IORING_SETUP_CQSIZE, cqEntries: 100 };
    expect(setup(8, larger)).toMatchObject({ sqEntries: 8, cqEntries: 128, flags: sys.IORING_SETUP_CQSIZE });
  });

  test('tells the places of the words, where the kernel has put masks and sizes', () => {
    const ring = new TestRing(8);
    const { sqOff, cqOff, features } = ring.ring;
    expect([sqOff.ringMask, sqOff.ringEntries, cqOff.ringMask, cqOff.ringEntries].map((at) => ring.word(at))).toEqual([
      7, 8, 15, 16,
    ]);
    expect([sqOff.head, sqOff.tail, sqOff.dropped, cqOff.head, cqOff.tail].map((at) => ring.word(at))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(features & sys.IORING_FEAT_SINGLE_MMAP).not.toBe(0);
    ring.close();
  });

  test('throws EINVAL for flags that nobody has and for no entries, and reads wrong arguments', () => {
    expectFailure('EINVAL', () => sys.ioUringSetup(8, { flags: 0x40000000 }));
    expectFailure('EINVAL', () => sys.ioUringSetup(0));
    expect(() => sys.ioUringSetup(1.5)).toThrow('entries must be an integer');
    expect(() => sys.ioUringSetup(8, { cqEntries: -1 })).toThrow('options.cqEntries must be');
  });
});

describe.skipIf(withoutRings('mmap of a ring'))('mmap of a ring', () => {
  test('refuses what lies behind a region, because an access to it would be a SIGBUS', () => {
    const { fd, sqEntries, cqEntries, sqOff, cqOff } = setup(8);
    const rings = Math.max(sqOff.array + 4 * sqEntries, cqOff.cqes + 16 * cqEntries);
    for (const [offset, size] of [
      [sys.IORING_OFF_SQ_RING, rings],
      [sys.IORING_OFF_CQ_RING, rings],
      [sys.IORING_OFF_SQES, 64 * sqEntries],
    ] as const) {
      expect(() => map(fd, size + 1, offset)).toThrow(`length must be at most the region's ${size} bytes`);
      const mapping = map(fd, size, offset);
      expect(mapping.bytes).toHaveLength(size);
      sys.munmap(mapping);
      expect(mapping.bytes).toHaveLength(0);
    }
  });

  test('asks for a shared mapping that can be written, and for one of the three offsets', () => {
    const { fd } = setup(8);
    expect(() => sys.mmap(64, sys.PROT_READ, sys.MAP_SHARED, fd)).toThrow('PROT_READ | PROT_WRITE for an io_uring');
    expect(() => sys.mmap(64, READ_WRITE, sys.MAP_PRIVATE, fd)).toThrow('MAP_SHARED for an io_uring');
    expect(() => map(fd, 64, 4096)).toThrow('offset must be IORING_OFF_SQ_RING');
  });

  test('follows duplicates, and forgets a number that is closed or is another file now', () => {
    const { fd } = setup(8);
    const copies = opened.add([sys.dup(fd), sys.fcntl(fd, sys.F_DUPFD, 500)]);
    for (const copy of copies) sys.munmap(map(copy, 64, sys.IORING_OFF_SQES));
    const small = setup(1);
    sys.dup2(small.fd, fd);
    expect(() => map(fd, 8 * 64, sys.IORING_OFF_SQES)).toThrow('length must be at most');
    const [readEnd] = opened.pipe();
    sys.dup2(readEnd, fd);
    expectFailure('ENODEV', () => map(fd, 64, sys.IORING_OFF_SQES));
    opened.close(small.fd);
    expectFailure('EBADF', () => map(small.fd, 64, sys.IORING_OFF_SQES));
    const high = sys.fcntl(setup(8).fd, sys.F_DUPFD, 15_000);
    sys.closeRange(high, high);
    expectFailure('EBADF', () => map(high, 64, 4096));
  });
});
