import { availableParallelism } from 'node:os';

const MOST = 8;

/** Tasks at a time where each waits for programs half of its time: one more than there are processors, and at least three. */
export const WIDTH = Math.min(MOST, Math.max(3, availableParallelism() + 1));
