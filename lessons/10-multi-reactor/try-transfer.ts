/** A thread that makes one transfer. Its status is 0 when it was done, 1 when it was refused. Nothing to do in this file. */
import { log } from '#program';
import { Bank, type BankShare } from './bank.ts';

export interface Transfer {
  readonly bank: BankShare;
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

export default function transfer({ bank, from, to, amount }: Transfer): number {
  log(`a thread transfers ${amount}`);
  const refusal = Bank.from(bank).transfer(from, to, amount, 1);
  if (refusal !== null) log(refusal);
  return refusal === null ? 0 : 1;
}
