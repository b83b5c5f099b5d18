/** The message codes: indices in the table of handlers. Nothing to do in this file. */

/** A heartbeat, without a body. The answer is a ping. */
export const PING = 0;
/** The body is a name. */
export const REGISTER = 5;
export const LOGIN = 6;
/** The answer has the same body. */
export const ECHO = 7;
/** The body is `GATE TEXT`: a job that takes long. */
export const WORK = 8;
/** From the server only: no slot is free, or too many jobs wait. */
export const BUSY = 9;
