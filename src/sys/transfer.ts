import type { FlaggedTransfer } from './blocking.ts';
import { addressOf, bind } from './ffi.ts';
import { tracing } from './trace.ts';

/** Longer buffers are not held on to, and what their bytes cost hides what is saved here. */
const LONGEST = 1 << 20;

/**
 * Binds a call that moves bytes, `recv` or `send`. A server uses the same memory again and again, and a number is taken by koffi
 * faster than a Buffer: from the second time in a row on the call gets the address. That stays true: the memory of an ArrayBuffer
 * never moves, it is kept alive here, and a buffer whose memory has been taken away has length 0.
 */
export function bindTransfer(prototype: string): FlaggedTransfer {
  const byBuffer = bind<FlaggedTransfer>(prototype);
  if (tracing()) return byBuffer; // a trace shows the bytes
  const byAddress = bind(prototype.replace(/(const )?void \*buf/, 'uintptr_t buf'));
  let last: Uint8Array | null = null;
  let address = 0;
  return (fd, bytes, length, flags) => {
    if (bytes !== last) {
      last = bytes.length > LONGEST ? null : bytes;
      address = 0;
      return byBuffer(fd, bytes, length, flags);
    }
    if (address === 0) address = Number(addressOf(bytes));
    return byAddress(fd, address, length, flags);
  };
}
