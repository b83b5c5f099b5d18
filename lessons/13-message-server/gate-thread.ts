/** A thread that opens gates. Nothing to do in this file. */
import { readWaiting } from '#program';
import { openGate } from './work.ts';

export default function openGates(gates: SharedArrayBuffer): number {
  const bytes = Buffer.alloc(4096);
  for (let n = readWaiting(0, bytes); n > 0; n = readWaiting(0, bytes))
    for (const [, gate] of bytes.toString('latin1', 0, n).matchAll(/^open (\d+)$/gm)) openGate(gates, Number(gate));
  return 0;
}
