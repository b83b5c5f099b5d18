/** The head of a request: its first line and its fields, up to the empty line. */
import { COLON, HTAB, IS_TOKEN, SP } from './characters.ts';
import { Lines } from './lines.ts';
import { Refusal } from './refusal.ts';
import { checkTarget, parseRequestLine, type RequestLine } from './request-line.ts';

const MAX_LINE = 8192;
const MAX_HEAD = 16_384;
const MAX_FIELDS = 100;

/** Fields that change what the server does; the others are checked and dropped. In lower case, and each of another length. */
const KNOWN = ['host', 'expect', 'connection', 'content-length', 'transfer-encoding'];
const KNOWN_BY_LENGTH: readonly (string | undefined)[] = Array.from({ length: 32 }, (_, length) =>
  KNOWN.find((name) => name.length === length),
);

export interface Request extends RequestLine {
  /** The target as a path with its query, or `*`. */
  readonly path: string;
  /** The values of the fields in KNOWN; several of one name are joined with ", " (RFC 9110, 5.3). */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 *     start ── the first line ──▶ fields ── an empty line ──▶ done
 */
export class RequestParser {
  readonly #lines = new Lines();
  #line: RequestLine | null = null;
  #request: Request | null = null;
  #fields = new Map<string, string>();
  #count = 0;
  /** Bytes of the lines before this one. */
  #length = 0;

  /** The request, when its head is complete. */
  get request(): Request | null {
    return this.#request;
  }

  /** Whether a request has begun and is not complete: empty lines before it are none. */
  get begun(): boolean {
    return this.#line !== null && this.#request === null;
  }

  /** Parses whole lines and returns the number of bytes that they had. Bytes behind the request are left. Throws a Refusal. */
  read(bytes: Buffer): number {
    //#region 12.2
    // TODO 12.2: find line after line, and hand each to #start or #field, until the empty line.
    //   - too long: 414 for the first line, 431 for a field, and for a head of more than MAX_HEAD
    //   - at the empty line checkTarget, and set #request
    let from = 0;
    while (this.#request === null) {
      const end = this.#lines.find(bytes, from, MAX_LINE, this.#line === null ? 414 : 431);
      if (end < 0) return from;
      this.#length += end + 2 - from;
      if (this.#length > MAX_HEAD) throw new Refusal(431, 'a head of too many bytes');
      if (this.#line === null) this.#start(bytes, from, end);
      else if (end > from) this.#field(bytes, from, end);
      else
        this.#request = {
          ...this.#line,
          path: checkTarget(this.#line, this.#fields.get('host')),
          fields: this.#fields,
        };
      from = end + 2;
    }
    return from;
    //#endregion
  }

  /** Makes it ready for the next request. */
  reset(): void {
    this.#line = null;
    this.#request = null;
    if (this.#fields.size > 0) this.#fields = new Map();
    this.#count = 0;
    this.#length = 0;
  }

  #start(bytes: Buffer, from: number, end: number): void {
    //#region 12.2
    // TODO 12.2: parseRequestLine the text of the line, and keep the result in #line.
    //   - an empty line before the request is none of it (RFC 9112, 2.2): skip it
    if (end > from) this.#line = parseRequestLine(bytes.toString('latin1', from, end));
    //#endregion
  }

  #field(bytes: Buffer, from: number, end: number): void {
    //#region 12.2
    // TODO 12.2: check a field, NAME: VALUE, and keep its value if its name is in KNOWN.
    //   - KNOWN_BY_LENGTH and isName find it without making a string of each name
    //   - the name is a token, and the colon follows at once; its case does not count
    //   - the value is what is left of the line, trimmed
    //   - a second Host is 400, more than MAX_FIELDS fields are 431
    if (++this.#count > MAX_FIELDS) throw new Refusal(431, 'too many fields');
    const colon = nameEnd(bytes, from, end);
    if (colon === from || bytes[colon] !== COLON) throw new Refusal(400, 'no field');
    const name = KNOWN_BY_LENGTH[colon - from];
    if (name === undefined || !isName(bytes, from, name)) return;
    const before = this.#fields.get(name);
    if (before !== undefined && name === 'host') throw new Refusal(400, 'two Hosts');
    const value = trimmed(bytes, colon + 1, end);
    this.#fields.set(name, before === undefined ? value : `${before}, ${value}`);
    //#endregion
  }
}

/** The end of the token that begins at `from`. */
export function nameEnd(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && IS_TOKEN[bytes[at] as number] === 1) at++;
  return at;
}

/** Whether the bytes from `from` on are this name, in any case: in ASCII a capital differs from its letter in one bit. */
function isName(bytes: Buffer, from: number, name: string): boolean {
  for (let i = 0; i < name.length; i++) if (((bytes[from + i] as number) | 0x20) !== name.charCodeAt(i)) return false;
  return true;
}

const isBlank = (byte: number | undefined): boolean => byte === SP || byte === HTAB;

/** The text between two places, without the spaces and tabs around it. */
function trimmed(bytes: Buffer, from: number, to: number): string {
  //#region 12.2
  // TODO 12.2: move both places inwards over blanks (isBlank), and return the text between, as latin1.
  //   - trim() knows 25 kinds of white space, and HTTP two
  let begin = from;
  let end = to;
  while (begin < end && isBlank(bytes[begin])) begin++;
  while (end > begin && isBlank(bytes[end - 1])) end--;
  return bytes.toString('latin1', begin, end);
  //#endregion
}
