/** Gates that a test or a demo opens, by lines `open GATE` on standard input. Nothing to do in this file. */
import { startThread } from '#sys';
import { GATES } from './work.ts';

/** Starts a thread that opens them: the main thread may be in a join. Returns what the workers need. */
export function makeGates(): SharedArrayBuffer {
  const gates = new SharedArrayBuffer(4 * GATES);
  startThread(new URL('./gate-thread.ts', import.meta.url), gates);
  return gates;
}
