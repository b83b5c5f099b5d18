/** Replies of RESP, and the errors of Redis in its own words. Nothing to do in this file. */

export const OK: Buffer = Buffer.from('+OK\r\n');
export const NIL: Buffer = Buffer.from('$-1\r\n');
export const EMPTY_LIST: Buffer = Buffer.from('*0\r\n');

export const bulk = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);

/** An error begins with a word that programs look at: mostly ERR. */
export const failure = (text: string, word = 'ERR'): Buffer =>
  Buffer.from(`-${word} ${text.replaceAll(/[\r\n]/g, ' ')}\r\n`, 'latin1');

export const wrongCount = (command: string): Buffer => failure(`wrong number of arguments for '${command}' command`);

/** The length up to which Redis repeats an unknown command, and its arguments together. */
const REPEATED = 128;

export function unknownCommand([name = '', ...args]: readonly string[]): Buffer {
  let repeated = '';
  for (const arg of args) {
    if (repeated.length >= REPEATED) break;
    repeated += `'${arg.slice(0, REPEATED - repeated.length)}' `;
  }
  return failure(`unknown command '${name.slice(0, REPEATED)}', with args beginning with: ${repeated}`);
}
