import process from 'node:process';
import * as sys from '#sys';

/** An entry: the fields of struct io_uring_sqe that are not 0. */
export interface Entry {
  readonly opcode: number;
  readonly flags?: number;
  readonly ioprio?: number;
  readonly fd?: number;
  readonly off?: number;
  readonly addr?: number;
  readonly len?: number;
  readonly opFlags?: number;
  readonly userData?: number;
  readonly group?: number;
}

/** A completion. */
export interface Completion {
  readonly userData: number;
  readonly res: number;
  readonly flags: number;
}

const READ_WRITE = sys.PROT_READ | sys.PROT_WRITE;

export const memory = (length: number): sys.Mapping =>
  sys.mmap(length, READ_WRITE, sys.MAP_PRIVATE | sys.MAP_ANONYMOUS);

/** Whether io_uring is forbidden here; then says why, and which tests are skipped. */
export function withoutRings(tests: string): boolean {
  const problem = sys.ioUringProblem();
  if (problem !== null) process.stderr.write(`${tests}: skipped, ${problem}\n`);
  return problem !== null;
}

/** Whether the kernel has no provided buffers and no multishot receive, which came with Linux 6.0, as did IORING_OP_SEND_ZC. */
export function withoutProvidedBuffers(tests: string): boolean {
  if (withoutRings(tests)) return true;
  const { fd } = sys.ioUringSetup(1);
  const known = sys.ioUringRegister(fd, sys.IORING_REGISTER_PROBE).includes(sys.IORING_OP_SEND_ZC);
  sys.close(fd);
  if (!known) process.stderr.write(`${tests}: skipped, they need Linux 6.0\n`);
  return !known;
}

/** A test that waits this long has failed. */
const TIMEOUT_MS = 20_000;

/** A ring for tests: simple, and not fast. */
export class TestRing {
  readonly ring: sys.IoUring;
  readonly #mappings: readonly [sys.Mapping, sys.Mapping];
  readonly #words: Int32Array;
  readonly #entries: DataView;
  #pending = 0;

  constructor(entries = 8, options: sys.IoUringOptions = {}) {
    this.ring = sys.ioUringSetup(entries, options);
    const { fd, sqEntries, cqEntries, sqOff, cqOff } = this.ring;
    const length = Math.max(sqOff.array + 4 * sqEntries, cqOff.cqes + 16 * cqEntries);
    const rings = sys.mmap(length, READ_WRITE, sys.MAP_SHARED, fd, sys.IORING_OFF_SQ_RING);
    const sqes = sys.mmap(64 * sqEntries, READ_WRITE, sys.MAP_SHARED, fd, sys.IORING_OFF_SQES);
    this.#mappings = [rings, sqes];
    this.#words = new Int32Array(rings.bytes.buffer, 0, length >> 2);
    this.#entries = new DataView(sqes.bytes.buffer);
  }

  get fd(): number {
    return this.ring.fd;
  }

  word(offset: number): number {
    return Atomics.load(this.#words, offset >> 2);
  }

  add({
    opcode,
    flags = 0,
    ioprio = 0,
    fd = -1,
    off = 0,
    addr = 0,
    len = 0,
    opFlags = 0,
    userData = 0,
    group = 0,
  }: Entry): void {
    const { sqOff } = this.ring;
    const tail = this.word(sqOff.tail);
    const index = tail & this.word(sqOff.ringMask);
    const at = 64 * index;
    new Uint8Array(this.#entries.buffer, at, 64).fill(0);
    this.#entries.setUint8(at, opcode);
    this.#entries.setUint8(at + 1, flags);
    this.#entries.setUint16(at + 2, ioprio, true);
    this.#entries.setInt32(at + 4, fd, true);
    this.#entries.setBigUint64(at + 8, BigInt(off), true);
    this.#entries.setBigUint64(at + 16, BigInt(addr), true);
    this.#entries.setUint32(at + 24, len, true);
    this.#entries.setUint32(at + 28, opFlags, true);
    this.#entries.setBigUint64(at + 32, BigInt(userData), true);
    this.#entries.setUint16(at + 40, group, true);
    this.#words[(sqOff.array >> 2) + index] = index;
    Atomics.store(this.#words, sqOff.tail >> 2, tail + 1);
    this.#pending++;
  }

  /** Submits what was added. */
  enter(): number {
    const submitted = sys.ioUringEnter(this.fd, this.#pending, 0, sys.IORING_ENTER_GETEVENTS);
    this.#pending -= submitted;
    return submitted;
  }

  /** Takes all completions that there are. */
  taken(): Completion[] {
    const { cqOff } = this.ring;
    const completions: Completion[] = [];
    let head = this.word(cqOff.head);
    for (; head !== this.word(cqOff.tail); head++) {
      const at = (cqOff.cqes >> 2) + 4 * (head & this.word(cqOff.ringMask));
      const [userData = 0, , res = 0, flags = 0] = this.#words.subarray(at, at + 4);
      completions.push({ userData, res, flags });
    }
    Atomics.store(this.#words, cqOff.head >> 2, head);
    return completions;
  }

  /** Submits, and waits until there is a completion that was not taken. */
  wait(): void {
    const flags = sys.IORING_ENTER_GETEVENTS | sys.IORING_ENTER_EXT_ARG;
    const submitted = sys.ioUringEnter(this.fd, this.#pending, 1, flags, { timeout: TIMEOUT_MS });
    if (submitted === null) throw new Error(`no completion came in ${TIMEOUT_MS} ms`);
    this.#pending -= submitted;
  }

  /** Submits, and takes completions until there are `count`. */
  run(count: number): Completion[] {
    const completions: Completion[] = [];
    while (completions.length < count) {
      this.wait();
      completions.push(...this.taken());
    }
    return completions;
  }

  close(): void {
    for (const mapping of this.#mappings) sys.munmap(mapping);
    sys.close(this.fd);
  }
}
