/** The bytes of the grammar of HTTP, by their codes. Nothing to do in this file. */

export const HTAB = 9;
export const LF = 10;
export const CR = 13;
export const SP = 32;
export const COLON = 58;
export const DEL = 127;

const TOKEN = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** 1 for each byte that a token may have, such as a method or the name of a field. RFC 9110, section 5.6.2 */
export const IS_TOKEN = new Uint8Array(256);
for (const byte of Buffer.from(TOKEN)) IS_TOKEN[byte] = 1;
