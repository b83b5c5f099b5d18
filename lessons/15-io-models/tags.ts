/** The lower half of the user data: which operation has completed. The upper half is its descriptor. Nothing to do in this file. */
export const ACCEPT = 1;
export const RECEIVE = 2;
export const SEND = 3;
export const CLOSE = 4;
export const CANCEL = 5;
export const RETRY = 6;
export const STOP = 7;
export const TICK = 8;
export const GRACE = 9;
