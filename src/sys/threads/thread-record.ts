/**
 * What a thread tells the others, in memory that all share: they cannot send each other
 * messages, for that takes an event loop and they sit in system calls.
 */
export const STATE = 0;
export const STATUS = 1;
export const TID = 2;
export const RECORD_WORDS = 4;

export const RUNNING = 0;
export const ENDED = 1;
