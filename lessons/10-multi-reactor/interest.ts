/** A long computation, and a gate before it for tests and demos. Nothing to do in this file. */

const RATE = 0.02 / (365 * 86_400);
/** Gates have the numbers of days. */
export const GATES = 2001;

/** The interest of a balance after some days, compounded each second. */
export function interest(balance: number, days: number): number {
  let amount = balance;
  for (let second = days * 86_400; second > 0; second--) amount += amount * RATE;
  return Math.floor(amount - balance);
}

/** Opens the gate of jobs of so many days, for good. */
export function openGate(gates: SharedArrayBuffer, days: number): void {
  const words = new Int32Array(gates);
  Atomics.store(words, days, 1);
  Atomics.notify(words, days);
}

/** The text of a job is a balance and the days. Waits until the gate is open, if there are gates. */
export function compute(text: string, gates: SharedArrayBuffer | null): string {
  const [balance = 0, days = 0] = text.split(' ').map(Number);
  if (gates !== null) Atomics.wait(new Int32Array(gates), days, 0);
  return `interest ${interest(balance, days)}`;
}
