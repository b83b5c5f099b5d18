/** The requests of the protocol: a line each. */
import { Failure } from '#program';

/** `GET name` and `PUT name length`. */
export type Request =
  | { readonly kind: 'get'; readonly name: string }
  | { readonly kind: 'put'; readonly name: string; readonly length: number };

const LONGEST = 300;
const NEWLINE = 10;

/** The bytes of a connection that have arrived and are not used yet. */
export class RequestReader {
  readonly #bytes = Buffer.alloc(4096);
  #begin = 0;
  #end = 0;

  /** The room behind the unused bytes: receive into it, then call `arrived`. */
  get room(): Buffer {
    this.#bytes.copyWithin(0, this.#begin, this.#end);
    this.#end -= this.#begin;
    this.#begin = 0;
    return this.#bytes.subarray(this.#end);
  }

  arrived(count: number): void {
    this.#end += count;
  }

  /** The number of unused bytes. */
  get length(): number {
    return this.#end - this.#begin;
  }

  /** The next request, null while its line is not complete. Throws a Failure for a line that is no request. */
  next(): Request | null {
    const waiting = this.#bytes.subarray(this.#begin, this.#end);
    const end = waiting.indexOf(NEWLINE);
    if (end > LONGEST || (end < 0 && waiting.length > LONGEST)) throw new Failure('a request line is too long');
    if (end < 0) return null;
    this.#begin += end + 1;
    return parse(waiting.toString('utf8', 0, end));
  }

  /** Takes up to `most` bytes that came behind a request. The view is valid until the next call of `room`. */
  take(most: number): Buffer {
    const taken = this.#bytes.subarray(this.#begin, Math.min(this.#end, this.#begin + most));
    this.#begin += taken.length;
    return taken;
  }
}

function parse(line: string): Request {
  const [, kind, name = '', digits] = /^(GET|PUT) (.+?)(?: (\d{1,15}))?$/.exec(line) ?? [];
  if (kind === 'PUT' && digits !== undefined) return { kind: 'put', name, length: Number(digits) };
  if (kind === 'GET') return { kind: 'get', name: digits === undefined ? name : `${name} ${digits}` };
  throw new Failure('that is no request');
}
