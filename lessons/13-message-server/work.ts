/** A job for a worker, and a gate before its end for tests and demos. Nothing to do in this file. */
import { HEADER, MOST } from './codec.ts';

export const GATES = 1000;

/** Opens a gate for good. */
export function openGate(gates: SharedArrayBuffer, gate: number): void {
  const words = new Int32Array(gates);
  Atomics.store(words, gate, 1);
  Atomics.notify(words, gate);
}

/** The body is `GATE TEXT`, and the result `done GATE TEXT`, cut to what one packet holds. Waits until the gate is open, if there are gates; gate 0 always is. */
export function compute(body: Buffer, gates: SharedArrayBuffer | null): Buffer {
  const gate = Number(/^\d{1,3}(?= |$)/.exec(body.toString('latin1'))?.[0] ?? 0);
  if (gates !== null && gate !== 0) Atomics.wait(new Int32Array(gates), gate, 0);
  return Buffer.concat([Buffer.from('done '), body]).subarray(0, MOST - HEADER);
}
