/** Requests as data, with what a server may do with each. The files say where they come from. */
import { readFileSync } from 'node:fs';

export interface Vector {
  readonly name: string;
  /** Number and section of the RFC that decides it. */
  readonly rfc: string;
  /** `OK`, a status of a refusal, or `MORE` for a request that is not complete. */
  readonly allowed: readonly string[];
  readonly bytes: Buffer;
}

const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t', '\\': '\\' };

const unescaped = (text: string): Buffer =>
  Buffer.from(
    text.replace(/\\(?:x([0-9A-Fa-f]{2})|(.))/g, (_, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

export function readVectors(file: string): Vector[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', rfc = '', allowed = '', , ...bytes] = line.split(' | ');
      return { name, rfc, allowed: allowed.split(' '), bytes: unescaped(bytes.join(' | ')) };
    });
}

/** Whether the request has a body, or fields that speak of one. */
export const speaksOfBody = ({ bytes }: Vector): boolean =>
  /content-length|transfer.encoding/i.test(bytes.toString('latin1'));

/** A plain request that follows each vector on its connection. */
export const AFTER = Buffer.from('GET /after HTTP/1.1\r\nHost: h\r\n\r\n');
