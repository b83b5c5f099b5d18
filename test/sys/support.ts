import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import * as sys from '#sys';

/** The descriptors of a test. They are closed after it, whether it passed or failed. */
export class Opened {
  readonly #fds = new Set<number>();

  add<T extends number | readonly number[]>(fds: T): T {
    for (const fd of [fds].flat() as number[]) this.#fds.add(fd);
    return fds;
  }

  /** Closes a descriptor during the test and forgets it, because its number may be reused. */
  close(fd: number): void {
    this.#fds.delete(fd);
    sys.close(fd);
  }

  closeAll(): void {
    for (const fd of this.#fds) sys.close(fd);
    this.#fds.clear();
  }

  socket(type: number = sys.SOCK_STREAM, family: number = sys.AF_INET): number {
    return this.add(sys.socket(family, type));
  }

  listener(flags = 0): { fd: number; address: sys.SocketAddress } {
    const fd = this.socket(sys.SOCK_STREAM | flags);
    sys.bind(fd, { family: sys.AF_INET, address: '127.0.0.1', port: 0 });
    sys.listen(fd, 8);
    return { fd, address: sys.getsockname(fd) };
  }

  /** The two ends of a TCP connection. */
  connection(): { client: number; server: number } {
    const { fd, address } = this.listener();
    const client = this.socket();
    sys.connect(client, address);
    const server = this.add(sys.accept(fd)?.fd ?? -1);
    return { client, server };
  }

  pair(type: number = sys.SOCK_STREAM): [number, number] {
    return this.add(sys.socketpair(sys.AF_UNIX, type));
  }

  pipe(flags = 0): [number, number] {
    return this.add(sys.pipe2(flags));
  }
}

/** A line of /proc/self/fdinfo/FD, without its name. */
export function fdinfo(fd: number, field: string): string | undefined {
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
}

/** Whether the kernel's flags of a descriptor have this one. */
export function hasFlag(fd: number, flag: number): boolean {
  return (Number.parseInt(fdinfo(fd, 'flags') ?? '0', 8) & flag) !== 0;
}

/** Expects a SystemError with this code. */
export function expectFailure(code: string, call: () => unknown): void {
  expect(call).toThrow(expect.objectContaining({ name: 'SystemError', code }));
}

/** Repeats a non-blocking `call` until its result is not null, for at most 20 s. */
export function eventually<T>(call: () => T | null): T {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const result = call();
    if (result !== null) return result;
    if (performance.now() > deadline) throw new Error(`nothing came in 20 s from ${call}`);
  }
}

export const text = (bytes: Uint8Array, length: number | null = bytes.length): string =>
  Buffer.from(bytes.subarray(0, length ?? 0)).toString();
