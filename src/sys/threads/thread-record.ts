/**
 * The state of a thread, in shared memory: threads cannot exchange messages, because that takes an event loop and they
 * block in system calls.
 */
export const STATE = 0;
export const STATUS = 1;
export const TID = 2;
export const RECORD_WORDS = 4;

export const RUNNING = 0;
export const ENDED = 1;
