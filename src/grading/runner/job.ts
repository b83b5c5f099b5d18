import type { Order } from './order.ts';

/** A lesson's graded tests to be run on programs in the worker's own folder. */
export interface Job {
  readonly lesson: string;
  readonly order: Order;
  /** End the job at the first test that fails. */
  readonly untilFailure: boolean;
}
