/** From a message code to the function that answers: a table of handlers. */
import { encode } from './codec.ts';
import { BUSY, ECHO, LOGIN, PING, REGISTER, WORK } from './codes.ts';
import { type Named, Users } from './users.ts';

/** What a handler may ask of the client. */
export interface Caller extends Named {
  /** Gives a job to the workers; false when too many wait. */
  give(body: Buffer): boolean;
}

/** Returns the answer as a packet; null when a worker will answer. */
type Handler = (body: Buffer, caller: Caller) => Buffer | null;

const NO_BODY = Buffer.alloc(0);

export class Dispatcher {
  /** The code of a message is the index of its handler. There are holes. */
  readonly #handlers: (Handler | undefined)[] = [];
  readonly #users = new Users();
  /** Messages that nobody handles. */
  unknown = 0;

  constructor() {
    //#region 13.4 silent
    // TODO 13.4: put a handler for each code into #handlers: ping, register, login, echo and work.
    //   - an answer has the code of its request; the answers to register and login come from #users
    //   - work: give the body to the workers (null), or answer BUSY when they take no more
    this.#handlers[PING] = () => encode(PING, NO_BODY);
    this.#handlers[REGISTER] = (body) => encode(REGISTER, Buffer.from(this.#users.register(body.toString('latin1'))));
    this.#handlers[LOGIN] = (body, caller) =>
      encode(LOGIN, Buffer.from(this.#users.login(caller, body.toString('latin1'))));
    this.#handlers[ECHO] = (body) => encode(ECHO, body);
    this.#handlers[WORK] = (body, caller) => (caller.give(body) ? null : encode(BUSY, Buffer.from('too many jobs')));
    //#endregion
  }

  /** The answer to a message; null when there is none, or not yet. */
  answerTo(code: number, body: Buffer, caller: Caller): Buffer | null {
    //#region 13.4
    // TODO 13.4: call the handler of the code. A code without one: count it in `unknown`, answer nothing.
    //   - any client can send any code from 0 to 65535
    const handler = this.#handlers[code];
    if (handler !== undefined) return handler(body, caller);
    this.unknown++;
    return null;
    //#endregion
  }
}
