import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Detaches an ArrayBuffer from its memory, so that it and all views of it have length 0. False when its memory had
 * already been transferred.
 */
export function detach(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength === 0) return false;
  transfer ??= findTransfer();
  transfer.call(buffer, 0);
  return buffer.byteLength === 0;
}

let transfer: ((this: ArrayBuffer, newLength: number) => ArrayBuffer) | undefined;

/**
 * ArrayBuffer.prototype.transfer drops the last reference to the memory; structuredClone would pass it on. Node 20 has
 * it behind a flag, which takes effect in contexts created afterwards.
 */
function findTransfer(): (this: ArrayBuffer, newLength: number) => ArrayBuffer {
  const own = (ArrayBuffer.prototype as { transfer?: (newLength: number) => ArrayBuffer }).transfer;
  if (own !== undefined) return own;
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer');
}
