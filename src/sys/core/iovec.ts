import { checkBytes, wrong } from './check.ts';
import { addressOf } from './ffi.ts';

const IOV_MAX = 1024;

/**
 * The bytes of a struct iovec[]. It holds addresses only, so the caller keeps the buffers
 * alive until the call is over: see `keep`.
 */
export function ioVector(buffers: readonly Uint8Array[]): Buffer {
  if (!Array.isArray(buffers)) wrong('buffers', buffers, 'an array of Buffers');
  if (buffers.length > IOV_MAX)
    throw new RangeError(`buffers must be at most ${IOV_MAX} (IOV_MAX), not ${buffers.length}`);
  const vector = Buffer.alloc(16 * buffers.length);
  buffers.forEach((bytes, i) => {
    checkBytes(bytes, `buffers[${i}]`);
    vector.writeBigUInt64LE(bytes.length === 0 ? 0n : addressOf(bytes), 16 * i);
    vector.writeBigUInt64LE(BigInt(bytes.length), 16 * i + 8);
  });
  return vector;
}

let kept: unknown = null;

/** Keeps `owner` from being garbage-collected during a call that holds only addresses of its bytes. */
export function keep<T>(owner: unknown, call: () => T): T {
  const outer = kept;
  kept = [owner, outer];
  try {
    return call();
  } finally {
    kept = outer;
  }
}
