/** A thread that makes one transfer, or `times` of them. Its status is how many were refused, 255 at most. Nothing to do in this file. */
import { log } from '#program';
import { Bank, type BankShare } from './bank.ts';

export interface Transfer {
  readonly bank: BankShare;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly times?: number;
  /** For threads that begin at the same time: how many have come, and whether all have. */
  readonly start?: SharedArrayBuffer;
  readonly threads?: number;
}

/** Waits until all of them have come. */
function together(start: SharedArrayBuffer, threads: number): void {
  const words = new Int32Array(start);
  if (Atomics.add(words, 0, 1) + 1 < threads) {
    Atomics.wait(words, 1, 0);
    return;
  }
  Atomics.store(words, 1, 1);
  Atomics.notify(words, 1);
}

const MOST_STATUS = 255;

export default function transfer({ bank: share, from, to, amount, times = 1, start, threads = 1 }: Transfer): number {
  log(`a thread transfers ${amount}`);
  const bank = Bank.from(share);
  if (start !== undefined) together(start, threads);
  let refused = 0;
  for (let id = 1; id <= times; id++) {
    const refusal = bank.transfer(from, to, amount, id);
    if (refusal === null) continue;
    refused++;
    if (times === 1) log(refusal);
  }
  return Math.min(refused, MOST_STATUS);
}
