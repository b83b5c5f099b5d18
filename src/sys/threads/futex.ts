import { arch } from 'node:process';
import { bindQuietly } from '../core/ffi.ts';
import { interruptible } from '../signals/interruptible.ts';

/**
 * Waiting for a word of shared memory. Signal handlers run meanwhile, which Atomics.wait would put off; and a waiter here
 * must be woken here, because Atomics.notify wakes only those of Atomics.wait. futex(2)
 */
const SYS_FUTEX = arch === 'x64' ? 202 : 98;
const FUTEX_WAIT_PRIVATE = 128;
const FUTEX_WAKE_PRIVATE = 129;
const INT_MAX = 0x7fffffff;
const cFutex = bindQuietly('long syscall(long number, void *word, int operation, int value, void *timeout)');

/** Sleeps while the word is `value`. May return without a change. */
export function waitForChange(words: Int32Array, index: number, value: number): void {
  const word = words.subarray(index, index + 1);
  interruptible(true, () => cFutex(SYS_FUTEX, word, FUTEX_WAIT_PRIVATE, value, null));
}

/** Wakes all that wait for the word. */
export function wakeWaiters(words: Int32Array, index: number): void {
  cFutex(SYS_FUTEX, words.subarray(index, index + 1), FUTEX_WAKE_PRIVATE, INT_MAX, null);
}
