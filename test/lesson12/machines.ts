/** The learner's machines, put together as the connection does: bytes in, requests and refusals out. */

interface Request {
  readonly method: string;
  readonly path: string;
  readonly minor: number;
  readonly fields: ReadonlyMap<string, string>;
}

interface Parser {
  readonly request: Request | null;
  read(bytes: Buffer): number;
  reset(): void;
}

interface Body {
  readonly done: boolean;
  readonly content: { readonly bytes: Buffer };
  read(bytes: Buffer): number;
}

export interface Machines {
  readonly Lines: new () => { find(bytes: Buffer, from: number, limit: number, tooLong: number): number };
  readonly RequestParser: new () => Parser;
  readonly framingOf: (request: Request) => unknown;
  readonly BodyReader: new (framing: unknown) => Body;
}

/** The status of a Refusal; another error is thrown again. */
export function statusOf(error: unknown): number {
  if (error instanceof Error && error.name === 'Refusal' && 'status' in error) return Number(error.status);
  throw error;
}

export interface Seen {
  /** `GET /path` and the bytes of its body for a request, a status for a refusal. */
  readonly events: readonly string[];
  /** Whether bytes of an unfinished request are left, or have been read. */
  readonly more: boolean;
}

/** Puts the machines together: `withBodies` false leaves out the bodies, for which nothing is called then. */
export class Reader {
  readonly #machines: Machines;
  readonly #withBodies: boolean;
  readonly #parser: Parser;
  #body: Body | null = null;
  #left: Buffer = Buffer.alloc(0);
  #begun = false;
  readonly events: string[] = [];
  #refused = false;

  constructor(machines: Machines, withBodies: boolean) {
    this.#machines = machines;
    this.#withBodies = withBodies;
    this.#parser = new machines.RequestParser();
  }

  get more(): boolean {
    return !this.#refused && (this.#begun || this.#left.length > 0);
  }

  /** Bytes arrive, in memory that is used again afterwards. */
  push(bytes: Buffer): void {
    if (this.#refused) return;
    const all = Buffer.concat([this.#left, bytes]);
    let at = 0;
    try {
      for (let went = true; went && at < all.length; ) {
        const from = at;
        at += this.#step(all.subarray(at));
        went = at > from;
      }
    } catch (error) {
      this.#refused = true;
      this.events.push(String(statusOf(error)));
    }
    this.#left = Buffer.from(all.subarray(at));
    all.fill(0xee);
  }

  #step(bytes: Buffer): number {
    let used = 0;
    if (this.#body === null) {
      used = this.#parser.read(bytes);
      this.#begun ||= used > 2; // empty lines before a request are no request
      const { request } = this.#parser;
      if (request === null) return used;
      if (this.#withBodies) this.#body = new this.#machines.BodyReader(this.#machines.framingOf(request));
    }
    if (this.#body !== null && !this.#body.done) used += this.#body.read(bytes.subarray(used));
    if (this.#body === null || this.#body.done) this.#complete();
    return used;
  }

  #complete(): void {
    const { request } = this.#parser;
    const content = this.#body?.content.bytes.toString('latin1') ?? '';
    this.events.push(`${request?.method} ${request?.path}${content === '' ? '' : ` ${JSON.stringify(content)}`}`);
    this.#parser.reset();
    this.#body = null;
    this.#begun = false;
  }
}

/** What becomes of a stream of bytes that is cut at these places. */
export function outcome(machines: Machines, stream: Buffer, cuts: readonly number[], withBodies = true): Seen {
  const reader = new Reader(machines, withBodies);
  const ends = [...cuts, stream.length];
  let from = 0;
  for (const end of ends) {
    reader.push(Buffer.from(stream.subarray(from, end)));
    from = end;
  }
  return { events: reader.events, more: reader.more };
}

/** Text for people: control characters as escapes. */
export const shown = (bytes: Buffer): string => {
  const text = JSON.stringify(bytes.toString('latin1'));
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};
