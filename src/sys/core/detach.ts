import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Takes the memory away from an ArrayBuffer and from every view of it. False when somebody has
 * moved it elsewhere already.
 */
export function detach(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength === 0) return false;
  transfer ??= findTransfer();
  transfer.call(buffer, 0);
  return buffer.byteLength === 0;
}

let transfer: ((this: ArrayBuffer, newLength: number) => ArrayBuffer) | undefined;

/**
 * ArrayBuffer.prototype.transfer frees the old memory's last reference, which structuredClone would
 * hand on. Node 20 has it behind a flag, which holds for contexts made after it is set.
 */
function findTransfer(): (this: ArrayBuffer, newLength: number) => ArrayBuffer {
  const own = (ArrayBuffer.prototype as { transfer?: (newLength: number) => ArrayBuffer }).transfer;
  if (own !== undefined) return own;
  setFlagsFromString('--harmony-rab-gsab-transfer');
  return runInNewContext('ArrayBuffer.prototype.transfer');
}
